import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { summaryOf } from '../../src/main/summary.ts';

const everything = `
server: { host: 0.0.0.0, port: 81 }
accounts:
  - name: main
    id: "1000000000000001"
    regions: [cn-hangzhou]
    credentials: { type: static, accessKeyId: hunter2-id, accessKeySecret: hunter2-secret, securityToken: hunter2-token }
    quota: { callsPerSecond: 1 }
cursors: { keys: ["${Buffer.from('hunter2'.padEnd(32)).toString('base64')}"] }
accessLog: { to: /var/log/access.log }
metrics: { port: 9464 }
tracing: { endpoint: "https://collector/v1/traces?key=hunter2", headers: { authorization: hunter2 } }
`;

it('the line at start says what was configured, and no secret', () => {
  const config = loadConfig({ argv: [], env: {}, readFile: () => everything });
  const summary = JSON.parse(JSON.stringify(summaryOf(config)));
  expect(JSON.stringify(summary)).not.toMatch(/hunter2|aHVudGVyMi/);
  expect(summary).toMatchObject({
    configuration: 'trailgraph.yaml',
    accounts: [
      { name: 'main', regions: ['cn-hangzhou'], credentials: 'static', quota: { callsPerSecond: 1 } },
    ],
    server: { host: '0.0.0.0', port: 81, requestTimeoutMs: 10_000 },
    limits: { maxTokens: 2000 },
    execution: { isPrepared: true },
    cursorKeys: 1,
    accessLog: { file: '/var/log/access.log' },
    metrics: { port: 9464 },
    tracing: { endpoint: 'https://collector', sampleRatio: 1 },
  });
});
