import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import openapi, { Config, OpenApiRequest, Params } from '@alicloud/openapi-client';
import { RuntimeOptions } from '@alicloud/tea-util';

// One LookupEvents with Alibaba Cloud's client, as its users write it: what a gateway can at best be as fast as.
// POST its parameters; the answer is how long it took, milliseconds, measured here.

const { ENDPOINT = '', ACCESS_KEY_ID = '', ACCESS_KEY_SECRET = '' } = process.env;

const client = new openapi.default(
  new Config({
    endpoint: new URL(ENDPOINT).host,
    protocol: 'HTTP',
    accessKeyId: ACCESS_KEY_ID,
    accessKeySecret: ACCESS_KEY_SECRET,
  }),
);

const lookupEvents = new Params({
  action: 'LookupEvents',
  version: '2020-07-06',
  protocol: 'HTTP',
  pathname: '/',
  method: 'POST',
  authType: 'AK',
  style: 'RPC',
  reqBodyType: 'formData',
  bodyType: 'json',
});

createServer(async (request, response) => {
  const query = JSON.parse(await text(request));
  const began = performance.now();
  const { body } = await client.callApi(lookupEvents, new OpenApiRequest({ query }), new RuntimeOptions({}));
  const tookMs = performance.now() - began;
  const answer = JSON.stringify({ tookMs, events: body.Events.length });
  response.writeHead(200, { 'content-length': Buffer.byteLength(answer) }).end(answer);
}).listen(0, '127.0.0.1');
