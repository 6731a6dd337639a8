import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/actiontrail/json.ts';
import { parseEvent } from '../../src/actiontrail/parse-event.ts';
import { redactJson } from '../../src/actiontrail/redact.ts';
import { source } from './support/wire.ts';

const canary = 'CANARY0123456789';

const secretName = fc.constantFrom(
  'Password',
  'AccountPassword',
  'ACCESS_KEY_SECRET',
  'SecurityToken',
  'private-key',
  'UserData',
  'kubeconfig',
  'Accounts.3.AccountPassword',
  'dbpasswd',
);
const plainName = fc.constantFrom('a', 'Config', 'Items', 'x.1.y', 'Body', '0', '__proto__', 'ClientToken');

/** A secret in one of the places where events carry them. */
const secret: fc.Arbitrary<object | string> = fc.oneof(
  secretName.map((name) => ({ [name]: canary })),
  secretName.map((name) => ({ [name]: [canary, { Value: canary }] })),
  secretName.map((name) => ({ 'Tag.1.Key': name, 'Tag.1.Value': canary })),
  secretName.map((name) => ({ Name: name, Value: canary })),
  secretName.map((name) => `deploy --region x ${name}=${canary} --force`),
  secretName.map((name) => `{"cut":"off","${name}":"${canary}`),
  secretName.map((name) => `got {"a":1,"${name}":["${canary}",{"Value":"${canary}"}]}, sorry`),
  secretName.map((name) => encodeURIComponent(JSON.stringify({ [name]: canary, Size: 1 }))),
  secretName.map((name) => `Tag.1.Key=${name}&Tag.1.Value=${canary}&Tag.2.Key=a`),
  secretName.map((name) => `a: 1\n${name}: |\n  ${canary}\n  ${canary}\nb: 2`),
  secretName.map((name) => `got ${Buffer.from(`${name}=${canary}`).toString('base64url')}, sorry`),
  fc.constant(`https://b.oss/a?Expires=1&Signature=${canary}&security-token=${canary}`),
);

/** One step outwards: into an object, a list, a text of JSON, or base64 of that. */
const wrap: fc.Arbitrary<(inner: unknown) => unknown> = fc.oneof(
  plainName.map(
    (name) => (inner: unknown) =>
      Object.fromEntries([
        [name, inner],
        ['z', 1],
      ]),
  ),
  fc.constant((inner: unknown) => [0, inner]),
  fc.constant((inner: unknown) => JSON.stringify(inner)),
  fc.constant((inner: unknown) => Buffer.from(JSON.stringify(inner)).toString('base64')),
  fc.constant((inner: unknown) => Buffer.from(JSON.stringify(inner)).toString('base64url')),
);

/** Everything that can be read out of a value, base64 taken off as often as it goes. */
function unwrapped(value: unknown): string {
  const text = JSON.stringify(value);
  const encoded = text.match(/[\w+/-]{16,}={0,2}/g) ?? [];
  return [text, ...encoded.map((part) => unwrapped(Buffer.from(part, 'base64').toString('latin1')))].join();
}

describe('redaction', () => {
  it('finds a secret however it is wrapped', () => {
    fc.assert(
      fc.property(secret, fc.array(wrap, { maxLength: 6 }), (inner, wraps) => {
        const value = wraps.reduce<unknown>((wrapped, next) => next(wrapped), inner);
        const redactions: string[] = [];
        expect(unwrapped(redactJson(value, '', redactions))).not.toContain(canary);
        expect(redactions.length).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('changes nothing else', () => {
    const harmless = fc
      .jsonValue({ maxDepth: 5, noUnicodeString: false })
      .filter((value) => !/[=:]|secret|token|pass|<|--/i.test(JSON.stringify(value).replaceAll('":', '')));
    fc.assert(
      fc.property(harmless, (value) => {
        const redactions: string[] = [];
        expect(JSON.stringify(redactJson(value, '', redactions))).toBe(JSON.stringify(value));
        expect(redactions).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('any JSON object', () => {
  const field = fc.constantFrom(
    ...['eventId', 'eventTime', 'eventName', 'userIdentity', 'requestParameters', 'requestParameterJson'],
    ...['referencedResources', 'resourceType', 'resourceName', 'errorCode', 'errorMessage', 'isGlobal'],
    ...['eventAttributes', 'additionalEventData', 'UserIdentity', 'EventId', '__proto__', 'userAgent'],
  );
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(fc.constantFrom('type', 'userName', 'sessionContext', 'attributes'), fc.jsonValue()),
  );

  it('gives an event', () => {
    fc.assert(
      fc.property(fc.dictionary(field, anything), (raw) => {
        const event = parseEvent(JSON.parse(JSON.stringify(raw)) as JsonObject, source, 1_795_000_000);
        expect(event.eventId).not.toBe('');
        expect(Number.isSafeInteger(event.second)).toBe(true);
        expect(() => JSON.stringify(event)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});
