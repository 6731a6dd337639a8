import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { listen } from '../support/loopback.ts';

const pages = join(import.meta.dirname, '../fixtures/upstream');

/** The success example of an official page, byte for byte. */
function example(page: string): string {
  const text = readFileSync(join(pages, `${page}.txt`), 'utf8');
  return text.slice(
    text.indexOf('\n{\n', text.indexOf('Success response')) + 1,
    text.indexOf('\n}\n', text.indexOf('Success response')) + 3,
  );
}

const source = 'sources: [{ account: "main", regions: ["cn-hangzhou"] }]';

describe('the success examples of the official pages', async () => {
  const upstream = createServer((request, response) => {
    const body = example(String(request.headers['x-acs-action']));
    response.setHeader('content-type', 'application/json;charset=utf-8').end(body);
  });
  afterAll(() => {
    upstream.close();
    upstream.closeAllConnections();
  });
  const endpoint = `http://127.0.0.1:${await listen(upstream)}`;
  const { ask } = await startGateway({}, (config) => ({
    ...config,
    accounts:
      config.accounts === 'emulator' ? [] : config.accounts.map((account) => ({ ...account, endpoint })),
  }));

  it('LookupEvents: an event of three fields keeps its place at the window’s edge', async () => {
    const { data, errors } = await ask(`{ events(first: 1, window: { past: "PT6H" }, ${source}) {
      nodes { eventId eventVersion eventName eventTime eventType actor { userName } outcome resources { name } }
      edges { cursor } pageInfo { hasNextPage } scan { state upstreamCalls upstreamRequestIds }
    } }`);
    expect(errors).toBeUndefined();
    expect(data.events.edges[0].cursor).toMatch(/^[\w-]{100,512}$/);
    expect({ ...data.events, edges: undefined }).toMatchInlineSnapshot(`
      {
        "edges": undefined,
        "nodes": [
          {
            "actor": null,
            "eventId": "6EEC3A76-C207-5075-889D-A909E62F****",
            "eventName": "GetTemplate",
            "eventTime": null,
            "eventType": null,
            "eventVersion": "1",
            "outcome": "SUCCESS",
            "resources": [],
          },
        ],
        "pageInfo": {
          "hasNextPage": true,
        },
        "scan": {
          "state": "PAGE_FULL",
          "upstreamCalls": 1,
          "upstreamRequestIds": [
            "FD79665A-CE8B-49D4-82E6-5EE2E0E7****",
          ],
        },
      }
    `);
  });

  it('LookupEvents: a token that leads back to itself is a gap instead of paging for ever', async () => {
    const { data, errors } = await ask(
      `{ events(${source}) { nodes { eventId } pageInfo { hasNextPage } scan { state missing { error { code } } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.events).toMatchObject({
      nodes: [{}],
      pageInfo: { hasNextPage: false },
      scan: { state: 'EXHAUSTED', missing: [{ error: { code: 'UPSTREAM_MALFORMED' } }] },
    });
  });

  it('GetDeliveryHistoryJob: every field has its place', async () => {
    const { data, errors } = await ask(`{ deliveryJob(id: "16602", source: { account: "main" }) {
      jobId status statusCode trailName homeRegion createdAt updatedAt startTime endTime progress isTerminal
      regions { region status statusCode } source { region }
    } }`);
    expect(errors).toBeUndefined();
    expect(data.deliveryJob).toMatchInlineSnapshot(`
      {
        "createdAt": "2021-05-27T07:15:03Z",
        "endTime": "2021-05-27T07:20:03Z",
        "homeRegion": "cn-hangzhou",
        "isTerminal": true,
        "jobId": "16602",
        "progress": 1,
        "regions": [
          {
            "region": "cn-hangzhou",
            "status": "COMPLETED",
            "statusCode": 2,
          },
        ],
        "source": {
          "region": "cn-hangzhou",
        },
        "startTime": "2021-02-26T07:15:03Z",
        "status": "COMPLETED",
        "statusCode": 2,
        "trailName": "trail-name",
        "updatedAt": "2021-05-27T07:28:47Z",
      }
    `);
  });
});
