import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { type AnyEvent, DAY, HOUR, iso, NOW_SECOND, start } from './support.ts';

// Clients that we did not write: Alibaba's old one (V2 signature) and the one under its present SDKs (V3).
// All are CommonJS with `exports.default`, which Node and vitest import differently: require is the same in both.
const require = createRequire(import.meta.url);
const { RPCClient } = require('@alicloud/pop-core');
const openapi = require('@alicloud/openapi-client') as typeof import('@alicloud/openapi-client');
const openapiUtil = require('@alicloud/openapi-util') as typeof import('@alicloud/openapi-util');
const { RuntimeOptions } = require('@alicloud/tea-util') as typeof import('@alicloud/tea-util');
const { Config, OpenApiRequest, Params } = openapi;

const END = NOW_SECOND - HOUR;
const DAY_OF_EVENTS = {
  RegionId: 'cn-hangzhou',
  StartTime: iso(END - DAY),
  EndTime: iso(END),
  MaxResults: '50',
  Direction: 'FORWARD',
};
/** pop-core reads whole numbers of 16 digits and more as texts; JSON.parse would round some of them. */
const quoteLong = (text: string): string => text.replace(/(?<!\\)":(\d{16,})(?=[,}])/g, '":"$1"');
type Ask = (action: string, params: Record<string, unknown>) => Promise<AnyEvent>;

describe('clients that we did not write', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await start();
  });
  afterAll(() => emulator.close());

  const withPop = (method: string, securityToken?: string): Ask => {
    const { accessKeyId, accessKeySecret, temporary } = emulator.accounts[0]!;
    const keys = securityToken === undefined ? { accessKeyId, accessKeySecret } : temporary!;
    const client = new RPCClient({ endpoint: emulator.url, apiVersion: '2020-07-06', ...keys });
    return (action, params) => client.request(action, params, { method });
  };

  const withOpenApi = (place: 'query' | 'body', method = 'POST', signatureAlgorithm?: string): Ask => {
    const { accessKeyId, accessKeySecret } = emulator.accounts[0]!;
    const settings = { endpoint: new URL(emulator.url).host, protocol: 'HTTP', accessKeyId, accessKeySecret };
    const version = signatureAlgorithm === undefined ? {} : { signatureAlgorithm };
    const client = new openapi.default(new Config({ ...settings, ...version }));
    const shape = {
      version: '2020-07-06',
      protocol: 'HTTP',
      pathname: '/',
      method,
      authType: 'AK',
      style: 'RPC',
    };
    return async (action, params) => {
      const call = new Params({ ...shape, action, reqBodyType: 'formData', bodyType: 'string' });
      const flat = openapiUtil.default.query(params);
      const reply = await client.callApi(call, new OpenApiRequest({ [place]: flat }), new RuntimeOptions({}));
      return JSON.parse(quoteLong(String(reply.body)));
    };
  };

  const walkDay = async (ask: Ask): Promise<string[]> => {
    const texts: string[] = [];
    let token: string | undefined;
    do {
      const page = await ask(
        'LookupEvents',
        token === undefined ? DAY_OF_EVENTS : { ...DAY_OF_EVENTS, NextToken: token },
      );
      texts.push(...page.Events.map((event: object) => JSON.stringify(event)));
      token = page.NextToken;
    } while (token !== undefined);
    return texts;
  };

  it.each<[string, () => Ask]>([
    ['pop-core, GET', () => withPop('GET')],
    ['pop-core, POST form', () => withPop('POST')],
    ['pop-core with an STS token', () => withPop('GET', 'with token')],
    ['openapi-client, V3, query', () => withOpenApi('query')],
    ['openapi-client, V3, form', () => withOpenApi('body')],
    ['openapi-client, V3, GET', () => withOpenApi('query', 'GET')],
    ['openapi-client, V2', () => withOpenApi('query', 'POST', 'v2')],
  ])("%s pages through a day and gets the emulator's own list", async (_, client) => {
    const question = {
      accountId: emulator.accounts[0]!.id,
      region: 'cn-hangzhou',
      start: END - DAY,
      end: END + 1,
    };
    const own = emulator.events(question).map(({ json }) => quoteLong(json));
    expect(own.length).toBeGreaterThan(200);
    expect(await walkDay(client())).toEqual(own);
  });

  it('both send conditions as LookupAttribute.N.Key and .Value', async () => {
    const condition = { ...DAY_OF_EVENTS, LookupAttribute: [{ Key: 'ServiceName', Value: 'Ecs' }] };
    const [old, present] = [
      await withPop('GET')('LookupEvents', condition),
      await withOpenApi('query')('LookupEvents', condition),
    ];
    expect(JSON.stringify(old.Events)).toBe(JSON.stringify(present.Events));
    expect(old.Events.every((event: AnyEvent) => (event.serviceName ?? event.ServiceName) === 'Ecs')).toBe(
      true,
    );
  });

  it('both report a refusal by its code', async () => {
    const wrong = { ...DAY_OF_EVENTS, EndTime: 'tomorrow' };
    await expect(withPop('GET')('LookupEvents', wrong)).rejects.toMatchObject({
      code: 'InvalidParameterEndTime',
    });
    await expect(withOpenApi('query')('LookupEvents', wrong)).rejects.toMatchObject({
      code: 'InvalidParameterEndTime',
      statusCode: 400,
    });
  });
});
