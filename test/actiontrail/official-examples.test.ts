import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { callAt } from '../support/call.ts';
import { json, scriptedServer } from './support/scripted-server.ts';
import { lookUpOf, source, wireTo } from './support/wire.ts';

/** The success example of an official page, byte for byte. */
function exampleOf(pageName: string): string {
  const text = readFileSync(new URL(`../fixtures/upstream/${pageName}.txt`, import.meta.url), 'utf8');
  const [, example = ''] = /JSON format\n\n(\{\n[\s\S]*?\n\})\n\nError codes/.exec(text) ?? [];
  return example;
}

describe('the success examples of the official pages', () => {
  it('LookupEvents is answered, although its event has neither time nor region', async () => {
    const server = await scriptedServer(json(exampleOf('LookupEvents')));
    const { actionTrail } = wireTo(server.url);
    const call = callAt();
    const { events, next } = await actionTrail.lookUpEvents(lookUpOf(), call);
    expect(events).toMatchInlineSnapshot(`
      [
        {
          "access": null,
          "accessRaw": null,
          "actor": null,
          "additionalEventData": null,
          "apiVersion": null,
          "error": null,
          "eventAttributes": null,
          "eventCategory": null,
          "eventId": "6EEC3A76-C207-5075-889D-A909E62F****",
          "eventName": "GetTemplate",
          "eventSource": null,
          "eventTime": null,
          "eventType": null,
          "eventTypeRaw": null,
          "eventVersion": "1",
          "id": "QXVkaXRFdmVudDoxMDAwMDAwMDAwMDAwMDAxOmNuLWhhbmd6aG91OjE3OTUyMTkxOTl-OjZFRUMzQTc2LUMyMDctNTA3NS04ODlELUE5MDlFNjJGKioqKg",
          "isGlobal": false,
          "isSensitive": false,
          "outcome": "SUCCESS",
          "raw": [Function],
          "recipientAccountId": null,
          "redactions": [],
          "region": null,
          "requestId": null,
          "requestParameters": null,
          "resources": [],
          "responseElements": null,
          "second": 1795219199,
          "seenIn": [
            {
              "account": "main",
              "accountId": "1000000000000001",
              "id": "source",
              "isEmulated": false,
              "region": "cn-hangzhou",
            },
          ],
          "serviceName": null,
          "sourceIpAddress": null,
          "userAgent": null,
          "vpcId": null,
        },
      ]
    `);
    expect(next).toMatchInlineSnapshot(`
      {
        "second": 1795219199,
        "token": "eyJhY2NvdW50IjoiMTQyNDM3OTU4NjM4NzE2MSIsImV2ZW50SWQiOiI3MkJDRTExRi02OTU3LTQ0NUItQjY0MC1CNEUyMkM4NUEwQzgiLCJsb2dJZCI6IjgyLTE0MjQzNzk1ODYzODcxNjEiLCJ0aW1lIjoxNjAyMzExNTQwMD****",
        "window": {
          "end": 1795219200,
          "start": 1795132800,
        },
      }
    `);
    expect(call.tally.upstreamRequestIds).toEqual(['FD79665A-CE8B-49D4-82E6-5EE2E0E7****']);
  });

  it('GetDeliveryHistoryJob is answered', async () => {
    const server = await scriptedServer(json(exampleOf('GetDeliveryHistoryJob')));
    const { actionTrail } = wireTo(server.url);
    expect(await actionTrail.getDeliveryJob(source, '16602', callAt())).toMatchInlineSnapshot(`
      {
        "createdAt": "2021-05-27T07:15:03Z",
        "endTime": "2021-05-27T07:20:03Z",
        "homeRegion": "cn-hangzhou",
        "id": "RGVsaXZlcnlKb2I6MTAwMDAwMDAwMDAwMDAwMTpjbi1oYW5nemhvdToxNjYwMg",
        "jobId": "16602",
        "regions": [
          {
            "region": "cn-hangzhou",
            "status": "COMPLETED",
            "statusCode": 2,
          },
        ],
        "source": {
          "account": "main",
          "accountId": "1000000000000001",
          "id": "source",
          "isEmulated": false,
          "region": "cn-hangzhou",
        },
        "startTime": "2021-02-26T07:15:03Z",
        "status": "COMPLETED",
        "statusCode": 2,
        "trailName": "trail-name",
        "updatedAt": "2021-05-27T07:28:47Z",
      }
    `);
    expect(server.asked[0]?.query).toEqual({ JobId: '16602', RegionId: 'cn-hangzhou' });
  });
});
