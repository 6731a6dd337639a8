import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CANARY, CANARY_BASE64, startEmulator } from '../../src/emulator/index.ts';
import { askOver } from '../support/ask.ts';
import { startCollector } from '../support/collector.ts';
import { startProcess, temporaryFile } from '../support/gateway-process.ts';

const wholeEvents = `query Whole($after: String, $values: [String!]!) {
  events(first: 200, after: $after, window: { past: "P90D" }, filter: { userAgent: { notIn: $values } }) {
    nodes {
      id eventId eventName eventTime userAgent sourceIpAddress error { code message } redactions
      actor { userName principalId accessKey { accessKeyId } } resources { name type }
      requestParameters responseElements additionalEventData eventAttributes
    }
    pageInfo { endCursor hasNextPage }
    scan { missing { error { message } } }
  }
}`;

it('ten thousand events with planted secrets leave none in log, access log, metrics or spans', async () => {
  const emulator = await startEmulator({
    callsPerSecond: Number.POSITIVE_INFINITY,
    events: 40_000,
    days: 60,
  });
  const [{ id = '', accessKeyId = '', accessKeySecret = '' } = {}] = emulator.accounts;
  const collector = await startCollector();
  const accessLog = temporaryFile('access.log');
  const cursorKey = Buffer.alloc(32, 'cursor-key').toString('base64');
  const config = `
server: { port: 0, graphiql: false }
log: { level: debug }
accessLog: { to: "${accessLog}" }
metrics: { port: 0 }
tracing: { endpoint: "${collector.endpoint}", headers: { authorization: "collector-key" } }
quota: { callsPerSecond: 100 }
cursors: { keys: ["${cursorKey}"] }
accounts:
  - name: main
    id: "${id}"
    regions: [${emulator.regions.join(', ')}]
    endpoint: ${emulator.url}
    credentials: { type: static, accessKeyId: ${accessKeyId}, accessKeySecret: "${accessKeySecret}" }
`;
  const { child, url, lines, seen, ended } = await startProcess(config);
  const ask = async (body: object, credential: Record<string, string> = {}) => {
    const headers = {
      'user-agent': `${CANARY}agent\u0085`,
      'x-request-id': `${CANARY}\u0085id`,
      traceparent: `00-${CANARY}`,
      ...credential,
    };
    return (await askOver(url, body, headers)).text();
  };
  const told = [`${CANARY}value`, `${CANARY}other`];
  for (const kind of ['throttle', 'json-500', 'html-502', 'error-body-200', 'wrong-json', 'reset'] as const)
    emulator.addFault({ kind, count: 2, after: 10 });

  const answers: string[] = [];
  let events = 0;
  let masked = 0;
  for (let after: string | null = null; events < 10_000; ) {
    const answer = await ask({ query: wholeEvents, variables: { after, values: told } });
    answers.push(answer);
    const { nodes, pageInfo } = JSON.parse(answer).data.events;
    events += nodes.length;
    for (const { redactions } of nodes) masked += redactions.length;
    expect(pageInfo.hasNextPage).toBe(true);
    after = pageInfo.endCursor;
  }
  // Without secrets in them, the rest would prove nothing.
  expect(masked).toBeGreaterThan(500);
  const refused = [
    { query: `{ event(id: "${told[0]}") { id } }` },
    { query: `{ events(sources: [{ account: "${told[0]}" }]) { nodes { id } } }` },
    { query: `{ ${CANARY.replace('-', '')}field }` },
    { query: `{ events(after: "${told[0]}") { nodes { id } } }` },
    { query: `"${told[0]}` },
  ];
  for (const body of refused) await ask(body);
  for (const credential of [`Bearer ${CANARY}token`, `Bearer tg_${CANARY}`, `Basic ${CANARY}`])
    expect(await ask({ query: '{ auditSources { account } }' }, { authorization: credential })).toContain(
      'UNAUTHENTICATED',
    );

  const metrics = await (await fetch(String((await seen('Metrics are served.')).url))).text();
  child.kill('SIGTERM');
  expect(await ended()).toBe(0);
  const records = readFileSync(accessLog, 'utf8').trim().split('\n');
  expect(records).toHaveLength(answers.length + refused.length + 3);
  const counted = records.map((record) => JSON.parse(record).events.main ?? 0);
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(events);
  const spans = collector.requests.map(({ body }) => body).join('\n');
  expect(spans).toContain('upstream call');

  const secrets = [CANARY, CANARY_BASE64, accessKeySecret, cursorKey, 'collector-key'];
  const outputs = {
    answers: answers.join('\n'),
    log: lines.join('\n'),
    records: records.join('\n'),
    metrics,
    spans,
  };
  for (const [name, text] of Object.entries(outputs)) {
    for (const secret of secrets) expect(text.includes(secret), `${secret} in ${name}`).toBe(false);
  }
  const oneLine = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u;
  for (const line of [...lines.filter((one) => one.startsWith('{')), ...records]) {
    expect(line).toMatch(oneLine);
    JSON.parse(line);
  }
  await emulator.close();
});
