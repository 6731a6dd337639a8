import { describe, expect, it } from 'vitest';
import { createGateway } from '../../src/gateway.ts';
import type { AccessRecord } from '../../src/server/index.ts';
import { systemClock } from '../../src/system.ts';
import { askAt } from '../support/ask.ts';
import { fast } from '../support/execution.ts';
import { configFor, startGateway } from '../support/gateway.ts';

const past = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const page = `query Page($first: Int) {
  events(first: $first, window: { start: "${past(9)}", end: "${past(2)}" }) {
    edges { cursor node { id eventName } }
    pageInfo { endCursor }
  }
}`;

/** A gateway over an emulator that remembers, whose clock can be moved. */
async function open(keptAnswerBytes = fast.keptAnswerBytes) {
  const { emulator } = await startGateway();
  const records: AccessRecord[] = [];
  let ahead = 0;
  const clock = { ...systemClock, elapsed: () => systemClock.elapsed() + ahead };
  const config = {
    ...configFor(emulator),
    memory: { maxBytes: 64 * 1024 * 1024, movingEdgeMs: 60_000 },
    execution: { ...fast, keptAnswerBytes },
  };
  const gateway = await createGateway(config, {
    clock,
    observer: { log: () => undefined, record: () => undefined },
    accessLog: { write: (record) => void records.push(JSON.parse(record)) },
    examples: [],
  });
  const ask = async (body: object) => (await askAt(gateway, body)).text();
  const times = async (count: number, body: object) => {
    const answers = [];
    for (let time = 0; time < count; time += 1) answers.push(await ask(body));
    return answers;
  };
  const pass = (ms: number) => {
    ahead += ms;
  };
  const accounts = () => records.map(({ time, requestId, durationMs, ...account }) => account);
  return { times, ask, pass, accounts, emulator, close: () => gateway.close() };
}

describe('an answer made of what cannot change', () => {
  it.each([
    ['a page', { query: page, variables: { first: 20 } }],
    ['nothing but a name', { query: '{ __typename }' }],
  ])('is the same to the byte whether it is kept or not: %s', async (_what, body) => {
    const [keeping, making] = [await open(), await open(0)];
    const [kept, made] = [await keeping.times(5, body), await making.times(5, body)];
    expect(kept.slice(1)).toEqual(made.slice(1));
    // A line for each, in which nothing is missing.
    expect(keeping.accounts()).toHaveLength(5);
    expect(keeping.accounts().slice(1)).toEqual(making.accounts().slice(1));
    await Promise.all([keeping.close(), making.close()]);
  });

  it('has the size that is asked for, from one body to the next', async () => {
    const { times, close } = await open();
    for (const first of [3, 7, 3, 7, 3, 7]) {
      const [answer = ''] = (await times(3, { query: page, variables: { first } })).slice(-1);
      expect(JSON.parse(answer).data.events.edges).toHaveLength(first);
    }
    await close();
  });

  it('tells of a job again without a call, until it has to be looked for again', async () => {
    const { times, ask, pass, emulator, close } = await open();
    const list = JSON.parse(
      await ask({ query: '{ deliveryJobs(source: { account: "main" }) { nodes { id isTerminal } } }' }),
    );
    const { id } = list.data.deliveryJobs.nodes.find(({ isTerminal }: { isTerminal: boolean }) => isTerminal);
    const body = {
      query: 'query($id: ID!) { deliveryJob(id: $id) { id status progress regions { region status } } }',
      variables: { id },
    };
    emulator.clearCalls();
    const answers = await times(5, body);
    expect(new Set(answers.map((answer) => JSON.stringify(JSON.parse(answer).data))).size).toBe(1);
    expect(emulator.calls()).toHaveLength(1);
    pass(10 * 60_000);
    await times(2, body);
    expect(emulator.calls()).toHaveLength(2);
    await close();
  });

  it('tells what a page was read from as of now, however often it is asked', async () => {
    const { times, close } = await open();
    const query = page.replace('pageInfo', 'scan { settledBefore warnings { code } } pageInfo');
    const answers = await times(4, { query, variables: { first: 2 } });
    const told = answers.map((answer) => JSON.parse(answer).data.events.scan.settledBefore);
    expect(told).toEqual([...told].sort());
    expect(Date.parse(told.at(-1))).toBeGreaterThan(Date.now() - 901_000);
    await close();
  });
});
