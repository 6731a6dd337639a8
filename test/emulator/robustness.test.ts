import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { callV3, iso, NOW_SECOND, send, start } from './support.ts';

const time = fc.oneof(
  fc.integer({ min: NOW_SECOND - 100 * 86_400, max: NOW_SECOND + 86_400 }).map(iso),
  fc.string(),
  fc.constantFrom('', '2026-02-30T00:00:00Z', '0000-00-00T00:00:00Z', '9999-12-31T23:59:59Z'),
);
const key = fc.oneof(
  fc.constantFrom('User', 'EventName', 'ServiceName', 'ResourceName', '__proto__'),
  fc.string(),
);
const params = fc.record(
  {
    StartTime: time,
    EndTime: time,
    MaxResults: fc.oneof(fc.integer({ min: -1, max: 60 }).map(String), fc.string()),
    Direction: fc.constantFrom('FORWARD', 'BACKWARD', 'SIDEWAYS'),
    NextToken: fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.json().map((text) => Buffer.from(text).toString('base64')),
      fc
        .record({ eventId: fc.string(), time: fc.double(), check: fc.string() })
        .map((token) => btoa(JSON.stringify(token).replace(/[^\x20-\x7e]/g, ''))),
    ),
    'LookupAttribute.1.Key': key,
    'LookupAttribute.1.Value': fc.string(),
    'LookupAttribute.2.Key': key,
    'LookupAttribute.2.Value': fc.string(),
    RegionId: fc.constantFrom('cn-hangzhou', 'constructor', ''),
    JobId: fc.oneof(fc.string(), fc.bigInt().map(String)),
    PageNumber: fc.string(),
  },
  { requiredKeys: [] },
);
const api = fc.constantFrom(
  'LookupEvents',
  'GetDeliveryHistoryJob',
  'ListDeliveryHistoryJobs',
  'CreateDeliveryHistoryJob',
);

describe('whatever is asked', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await start({
      events: 5000,
      rates: { GetDeliveryHistoryJob: Infinity, ListDeliveryHistoryJobs: Infinity },
    });
  });
  afterAll(() => emulator.close());

  it('is answered or refused with a code of the catalogue, never by a failure of the emulator', async () => {
    const property = fc.asyncProperty(api, params, async (name, asked) => {
      const { status, json } = await callV3(emulator, name, asked);
      expect([200, 400, 404]).toContain(status);
      expect(json).toHaveProperty(status === 200 ? 'RequestId' : 'Code');
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it.each([
    ['a path with broken escapes', '/%E0%A4%A?%=%zz&a', {}],
    [
      'a form that is none',
      '/',
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: '%%%=\u0000',
      },
    ],
    [
      'a signature of nonsense',
      '/',
      {
        headers: {
          authorization: 'ACS3-HMAC-SHA256 =,;,=',
          'x-acs-action': 'LookupEvents',
          'x-acs-version': '2020-07-06',
        },
      },
    ],
    [
      'a control path with broken JSON',
      '/_emulator/faults',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: 'null' },
    ],
  ])('%s is refused', async (_, path, options) => {
    const { status, json } = await send(emulator.url + path, options);
    expect([400, 404]).toContain(status);
    expect(json).toBeDefined();
  });

  it.each(['__proto__', 'constructor'])('a signature over a header called %s is refused', async (name) => {
    const signed = `host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;${name}`;
    const { status, json } = await send(emulator.url, {
      headers: {
        authorization: `ACS3-HMAC-SHA256 Credential=LTAI-emulator-1,SignedHeaders=${signed},Signature=00`,
        'x-acs-action': 'LookupEvents',
        'x-acs-version': '2020-07-06',
        'x-acs-date': iso(Math.floor(Date.now() / 1000)),
        'x-acs-signature-nonce': 'n',
        'x-acs-content-sha256': createHash('sha256').update('').digest('hex'),
      },
    });
    expect([status, json?.Code]).toEqual([400, 'SignatureDoesNotMatch']);
  });

  it('a form of thirty thousand parameters keeps nobody waiting', async () => {
    const began = performance.now();
    const { json } = await send(`${emulator.url}/?Action=LookupEvents&Version=2020-07-06`, {
      method: 'POST',
      headers: { 'content-type': 'Application/X-WWW-Form-Urlencoded' },
      body: `${'a&'.repeat(30_000)}AccessKeyId=x`,
    });
    expect(json.Code).toBe('IncompleteSignature');
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('a body beyond 64 KiB ends the connection, and the emulator goes on', async () => {
    const huge = send(emulator.url, { method: 'POST', body: 'x'.repeat(2 ** 17) });
    await expect(huge).rejects.toThrow(/hang up|ECONNRESET|EPIPE/);
    expect((await callV3(emulator, 'LookupEvents')).status).toBe(200);
  });
});
