import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { schema } from '../../src/graphql/index.ts';
import { systemClock } from '../../src/system.ts';
import { askAt } from '../support/ask.ts';
import { fast, plain } from '../support/execution.ts';
import { configFor, startGateway } from '../support/gateway.ts';
import { randomQueries } from '../support/random-query.ts';

const nowMs = Date.now();
const clock = { ...systemClock, now: () => nowMs };
/** What differs from one time to the next, whoever executes. */
const unstable = [
  'waitedMs',
  'upstreamRequestIds',
  'callsPerSecond',
  'waiting',
  // Of the page that was read last, and what is kept is not read again.
  'estimatedCalls',
  'estimatedWaitMs',
];

let gateways: readonly Gateway[] = [];
let ids: Record<'event' | 'job' | 'source' | 'cursor', string>;

beforeAll(async () => {
  const { emulator, ask } = await startGateway();
  const memory = { maxBytes: 64 * 1024 * 1024, movingEdgeMs: 3_600_000 };
  const options = { clock, observer: { log: () => undefined, record: () => undefined }, examples: [] };
  gateways = await Promise.all(
    [fast, plain].map((execution) => createGateway({ ...configFor(emulator), memory, execution }, options)),
  );
  const { data } = await ask(
    '{ events(first: 3) { edges { cursor node { id } } } auditSources { id } ' +
      'deliveryJobs(first: 1, source: { account: "main" }) { nodes { id } } }',
  );
  const [{ cursor, node }] = data.events.edges;
  ids = { event: node.id, cursor, job: data.deliveryJobs.nodes[0].id, source: data.auditSources[0].id };
});
afterAll(() => Promise.all(gateways.map((gateway) => gateway.close())));

describe('the short way and yoga', () => {
  it('answer random queries alike: status, headers and every byte', async () => {
    await fc.assert(
      fc.asyncProperty(randomQueries(schema, literals(), unstable), async (body) => {
        // The first time pages are read, then they are known, and then whole answers.
        for (const gateway of gateways) {
          for (let time = 0; time < 3; time += 1) await answerOf(gateway, body);
        }
        const [one, other] = await Promise.all(gateways.map((gateway) => answerOf(gateway, body)));
        expect(one).toEqual(other);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  }, 60_000);
});

describe('an answer with an error', () => {
  it('costs the calls that the short way has made, and none for being told by yoga', async () => {
    const { ask, emulator } = await startGateway();
    emulator.clearCalls();
    const source = 'sources: [{ account: "main", regions: ["cn-hangzhou"] }]';
    const { data, errors } = await ask(
      `{ events(first: 3, ${source}) { nodes { id } } event(id: "wrong") { id } }`,
    );
    expect([data.events.nodes.length, errors?.length, emulator.calls().length]).toEqual([3, 1, 1]);
  });
});

function daysAgo(days: number): string {
  return new Date(nowMs - days * 86_400_000).toISOString();
}

/** By the name of the argument: mostly what is answered, now and then what is refused. */
function literals() {
  const text = (value: string) => JSON.stringify(value);
  const mostly = (good: readonly string[], bad: string) => [...good, ...good, ...good, ...good, bad];
  return {
    first: mostly(['0', '1', '3', 'null', '$count'], '-1'),
    after: mostly([text(ids.cursor), 'null'], text('wrong')),
    id: mostly([text(ids.event)], text(ids.job)),
    ids: mostly([`[${text(ids.event)}, ${text(ids.source)}]`], `[${text(ids.job)}, ${text('wrong')}]`),
    eventId: [text('none')],
    source: mostly(['{ account: "main" }'], '{ account: "nobody" }'),
    sources: mostly(['[{ account: "main", regions: ["cn-hangzhou"] }]'], '[{ account: "nobody" }]'),
    filter: ['{ access: WRITE }', '{ not: { isSensitive: true } }', '{ eventName: { in: [] } }'],
    window: mostly(
      [
        '{ past: "P1D" }',
        `{ start: ${text(daysAgo(3))} }`,
        `{ start: ${text(daysAgo(9))}, end: ${text(daysAgo(2))} }`,
      ],
      '{ past: "PT0S" }',
    ),
    order: ['OLDEST_FIRST', 'NEWEST_FIRST'],
    path: ['""', '"/RegionId"', '"wrong"'],
  };
}

async function answerOf(gateway: Gateway, body: object) {
  const response = await askAt(gateway, body, { 'x-request-id': 'same' });
  const text = (await response.text()).replace(/"(waitedMs|quotaLeft)":(\d+|null)/g, '"$1":0');
  const headers = [...response.headers].filter(([name]) => name !== 'content-length');
  return { status: response.status, headers, text: sorted(text.replace(/[0-9A-F-]{36}/g, 'an id')) };
}

/** Errors stand in the order in which they happened, which is another one each time. */
function sorted(text: string): string {
  const { errors, ...answer } = JSON.parse(text);
  if (errors === undefined) return text;
  const inOrder = errors.map((error: object) => JSON.stringify(error)).sort();
  return JSON.stringify({ errors: inOrder, ...answer });
}
