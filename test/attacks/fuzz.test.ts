import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/index.ts';
import { startGateway } from '../support/gateway.ts';
import { polite } from './support/attack.ts';
import { expectNoLeak } from './support/check.ts';

/** How many requests: more with FUZZ_RUNS=100000 in the environment. */
const runs = Math.ceil(Number(process.env.FUZZ_RUNS ?? 5000) / 5);

/** What was once answered wrongly. Add what fast-check reports here, and it is asked first ever after. */
const corpus = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/fuzz-corpus.json'), 'utf8'),
) as readonly {
  found: string;
  body: { query: string; repeat?: string; times?: number; variables?: object };
}[];

const names = Object.values(schema.getTypeMap()).flatMap((type) =>
  'getFields' in type ? Object.keys(type.getFields()) : [type.name],
);
const word = fc.oneof(fc.constantFrom(...names), fc.constantFrom('__typename', '__schema', '__proto__', 'a'));
const punctuation = fc.constantFrom(
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ':',
  '$',
  '!',
  '@',
  '...',
  '|',
  '&',
  '=',
  '"',
  '"""',
  '#',
  ',',
  '\n',
);
const json = fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' });

const value: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      '1',
      '-1',
      '200',
      '2147483648',
      '1e99',
      'null',
      'true',
      'WRITE',
      '$v',
      '""',
      '"P1D"',
      '"2026-11-01T00:00:00Z"',
    ),
    fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(' ')}]`),
    fc
      .array(fc.tuple(word, tie('value')), { maxLength: 4 })
      .map((fields) => `{${fields.map((one) => one.join(': ')).join(' ')}}`),
  ),
})).value;
const selection: fc.Arbitrary<string> = fc.letrec<{ selection: string; field: string }>((tie) => ({
  field: fc
    .tuple(
      fc.option(word),
      word,
      fc.array(fc.tuple(word, value), { maxLength: 3 }),
      fc.option(tie('selection'), { depthSize: 'small' }),
    )
    .map(
      ([alias, name, args, inner]) =>
        `${alias === null ? '' : `${alias}: `}${name}${args.length === 0 ? '' : `(${args.map((one) => one.join(': ')).join(' ')})`} ${inner ?? ''}`,
    ),
  selection: fc
    .array(
      fc.oneof(
        tie('field'),
        word.map((name) => `...${name}`),
        tie('selection').map((inner) => `... ${inner}`),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((parts) => `{ ${parts.join(' ')} }`),
})).selection;
const soup = fc.array(fc.oneof(word, punctuation, value), { maxLength: 60 }).map((parts) => parts.join(' '));
/** Questions that work, with something put in, taken out or repeated. */
const worn = fc
  .tuple(
    fc.constantFrom(
      '{ events(first: 2, filter: { access: WRITE }) { nodes { id actor { userName } } pageInfo { endCursor } } }',
      'query Q($v: Int) { deliveryJobs(first: $v, source: { account: "main" }) { nodes { jobId regions { region } } } }',
      '{ ...F } fragment F on Query { auditSources { status { health } } node(id: "x") { id ... on AuditEvent { eventName } } }',
    ),
    fc.nat(),
    fc.nat(20),
    fc.oneof(word, punctuation, value),
    fc.nat(3),
  )
  .map(([text, place, length, part, times]) => {
    const at = place % text.length;
    return text.slice(0, at) + ` ${part} `.repeat(times) + text.slice(at + (times === 0 ? length : 0));
  });

const header = fc.string({ unit: 'binary-ascii', maxLength: 40 }).filter((text) => !/[\0\r\n]/.test(text));
const bodies: Readonly<Record<string, fc.Arbitrary<{ body: BodyInit; headers?: Record<string, string> }>>> = {
  'any bytes': fc.uint8Array({ maxLength: 2000 }).map((bytes) => ({ body: Buffer.from(bytes) })),
  'any JSON': json.map((any) => ({ body: JSON.stringify(any) })),
  'any document': fc
    .oneof(selection, soup, worn)
    .map((query) => ({ body: JSON.stringify({ query, variables: { v: 1 } }) })),
  'any variables': json.map((v) => ({
    body: JSON.stringify({
      query: 'query($v: AuditEventFilter) { events(first: 1, filter: $v) { nodes { id } } }',
      variables: { v },
    }),
  })),
  'any headers': fc
    .dictionary(
      fc.constantFrom(
        'accept',
        'content-type',
        'content-encoding',
        'x-request-id',
        'x-request-timeout-ms',
        'host',
        'origin',
        'authorization',
        'cookie',
        'x-forwarded-for',
        'user-agent',
      ),
      header,
    )
    .map((headers) => ({ body: '{"query":"{ __typename }"}', headers })),
};

describe('the gateway', async () => {
  const { gateway, log } = await startGateway({
    events: 500,
    days: 1,
    regions: ['cn-hangzhou'],
    accounts: 1,
  });

  async function expectSense(body: BodyInit, headers: Record<string, string> = {}) {
    const before = log.length;
    const request = new Request('http://localhost/graphql', {
      method: 'POST',
      body,
      headers: { ...polite, ...headers },
    });
    const answer = await gateway.handle(request);
    const text = await answer.text();
    expect([200, 400, 401, 406, 413, 415, 421]).toContain(answer.status);
    expect(Object.keys(JSON.parse(text))).not.toEqual([]);
    expect(text).not.toContain('"INTERNAL"');
    expectNoLeak(text, []);
    expect(log.slice(before).filter(({ level }) => level === 'error')).toEqual([]);
  }

  it.each(corpus)('has learned: $found', async ({ body: { query, repeat = '', times = 0, ...rest } }) => {
    await expectSense(JSON.stringify({ query: query + repeat.repeat(times), ...rest }));
  });

  it.each(Object.entries(bodies))(
    'answers %s with sense',
    async (_what, arbitrary) => {
      await fc.assert(
        fc.asyncProperty(arbitrary, ({ body, headers }) => expectSense(body, headers)),
        { numRuns: runs },
      );
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
    600_000,
  );
});
