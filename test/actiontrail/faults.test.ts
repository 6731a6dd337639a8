import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/model/fault.ts';
import { callAt } from '../support/call.ts';
import { bytes, rawServer } from './support/raw-server.ts';
import { json, page, type Script, scriptedServer } from './support/scripted-server.ts';
import { everythingIn, faultOf, lookUpOf, source, wireTo } from './support/wire.ts';

const canary = 'CANARY-upstream-text';
const refusal = (Code: string) => ({ Code, Message: canary, RequestId: 'REQUEST-9', HostId: canary });
const html = `<html>${canary}</html>`;
const request = { 'x-acs-request-id': 'REQUEST-9' };

async function lookUpAt(url: string): Promise<Fault> {
  return faultOf(wireTo(url).actionTrail.lookUpEvents(lookUpOf(), callAt()));
}

describe('a refusal with a code', () => {
  it.each([
    [400, 'Throttling', 'UPSTREAM_THROTTLED'],
    [400, 'Throttling.User', 'UPSTREAM_THROTTLED'],
    [400, 'Throttling.Api', 'UPSTREAM_THROTTLED'],
    [400, 'Request.Throttling', 'UPSTREAM_THROTTLED'],
    [429, 'TooManyRequests', 'UPSTREAM_THROTTLED'],
    [400, 'SignatureNonceUsed', 'UPSTREAM_UNAVAILABLE'],
    [400, 'IncompleteSignature', 'UPSTREAM_UNAUTHORIZED'],
    [400, 'SignatureDoesNotMatch', 'UPSTREAM_UNAUTHORIZED'],
    [404, 'InvalidAccessKeyId.NotFound', 'UPSTREAM_UNAUTHORIZED'],
    [403, 'InvalidAccessKeyId.Inactive', 'UPSTREAM_UNAUTHORIZED'],
    [400, 'InvalidSecurityToken.Expired', 'UPSTREAM_UNAUTHORIZED'],
    [400, 'InvalidTimeStamp.Expired', 'UPSTREAM_UNAUTHORIZED'],
    [400, 'IllegalTimestamp', 'UPSTREAM_UNAUTHORIZED'],
    [403, 'NoPermission', 'UPSTREAM_UNAUTHORIZED'],
    [400, 'Forbidden.RAM', 'UPSTREAM_UNAUTHORIZED'],
    [403, 'NeedRamAuthorize', 'UPSTREAM_UNAUTHORIZED'],
    [401, 'SomethingElse', 'UPSTREAM_UNAUTHORIZED'],
    [500, 'InternalError', 'UPSTREAM_UNAVAILABLE'],
    [400, 'InternalFailure', 'UPSTREAM_UNAVAILABLE'],
    [503, 'ServiceUnavailable', 'UPSTREAM_UNAVAILABLE'],
    [501, 'ActionNotImplemented', 'UPSTREAM_UNAVAILABLE'],
    [400, 'InvalidNextToken', 'UPSTREAM_REJECTED'],
    [400, 'InvalidParameterCombination', 'UPSTREAM_REJECTED'],
    [404, 'TrailNotFoundException', 'UPSTREAM_REJECTED'],
    [404, 'InvalidAction', 'UPSTREAM_REJECTED'],
    [200, 'ServiceUnavailable', 'UPSTREAM_UNAVAILABLE'],
    [200, 'SomethingElse', 'UPSTREAM_MALFORMED'],
  ])('HTTP %i %s is %s, with the request id and without the text', async (status, code, expected) => {
    const { url } = await scriptedServer(json(refusal(code), status));
    const fault = await lookUpAt(url);
    expect(fault).toMatchObject({
      code: expected,
      detail: { account: 'main', region: 'cn-hangzhou', upstreamCode: code, upstreamRequestId: 'REQUEST-9' },
    });
    expect(everythingIn(fault)).not.toContain(canary);
  });

  it('says when to come again, by whichever header tells', async () => {
    const tells: [Record<string, string>, number | undefined][] = [
      [{ 'x-acs-retry-after': '1500', 'retry-after': '9' }, 1500],
      [{ 'retry-after': '2' }, 2000],
      [{ 'x-acs-retry-after': '999999999' }, 3_600_000],
      [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, undefined],
      [{}, undefined],
    ];
    for (const [headers, retryAfterMs] of tells) {
      const { url } = await scriptedServer(json(refusal('Throttling.User'), 400, headers));
      expect((await lookUpAt(url)).detail.retryAfterMs).toBe(retryAfterMs);
    }
  });

  it('cannot smuggle text into the code or the request id', async () => {
    const odd = { Code: `Bad ${canary}\r\n`, RequestId: canary.repeat(9) };
    const { url } = await scriptedServer(json(odd, 400));
    const { detail } = await lookUpAt(url);
    expect(detail).toEqual({ account: 'main', region: 'cn-hangzhou' });
  });

  it('tells the operator where to look', async () => {
    const { url } = await scriptedServer(json(refusal('InvalidTimeStamp.Expired'), 400));
    expect((await lookUpAt(url)).message).toMatchInlineSnapshot(
      `"ActionTrail refused access. LookupEvents got HTTP 400 for account "main" in cn-hangzhou: look at this machine's clock: it differs from Alibaba Cloud's by more than 15 minutes."`,
    );
  });
});

describe('an answer without sense', () => {
  it.each<[string, Script, string, string]>([
    ['502 with a page', json(html, 502, request), 'UPSTREAM_UNAVAILABLE', 'HTTP 502'],
    ['503 without a body', json('', 503, request), 'UPSTREAM_UNAVAILABLE', 'HTTP 503'],
    ['503 in XML', json(`<Error>${canary}</Error>`, 503, request), 'UPSTREAM_UNAVAILABLE', 'HTTP 503'],
    ['403 with a page', json(html, 403, request), 'UPSTREAM_UNAUTHORIZED', 'HTTP 403'],
    ['400 with a list', json('[]', 400, request), 'UPSTREAM_REJECTED', 'HTTP 400'],
    ['a redirect', json('', 302, { location: canary, ...request }), 'UPSTREAM_MALFORMED', 'HTTP 302'],
    ['a redirect to a page', json(html, 302, request), 'UPSTREAM_MALFORMED', 'look at the endpoint'],
    ['no content', json('', 204, request), 'UPSTREAM_MALFORMED', 'HTTP 204'],
    ['200 without a body', json('', 200, request), 'UPSTREAM_MALFORMED', 'no JSON object'],
    ['200 with a page', json(html, 200, request), 'UPSTREAM_MALFORMED', 'no JSON object'],
    ['a half body of full length', json('{"Events":[', 200, request), 'UPSTREAM_MALFORMED', 'no JSON object'],
    ['null', json('null', 200, request), 'UPSTREAM_MALFORMED', 'no JSON object'],
    ['a list', json('[]', 200, request), 'UPSTREAM_MALFORMED', 'no JSON object'],
    ['a byte order mark', json('\ufeff{}', 200, request), 'UPSTREAM_MALFORMED', 'no JSON object'],
    ['no events', json({ RequestId: 'REQUEST-9' }), 'UPSTREAM_MALFORMED', 'lacks what'],
    [
      'events that are no list',
      json({ RequestId: 'REQUEST-9', Events: {} }),
      'UPSTREAM_MALFORMED',
      'lacks what',
    ],
    [
      'an event that is none',
      json({ RequestId: 'REQUEST-9', Events: [null] }),
      'UPSTREAM_MALFORMED',
      'lacks what',
    ],
    ['no request id', json({ Events: [] }, 200, request), 'UPSTREAM_MALFORMED', 'lacks what'],
    ['a token without end', json(page([], 'x'.repeat(5000)), 200), 'UPSTREAM_MALFORMED', 'lacks what'],
    [
      'a token that is an object',
      json({ ...page([]), NextToken: { a: 1 } }),
      'UPSTREAM_MALFORMED',
      'lacks what',
    ],
    ['a token that is a list', json({ ...page([]), NextToken: [] }), 'UPSTREAM_MALFORMED', 'lacks what'],
    ['a token that is true', json({ ...page([]), NextToken: true }), 'UPSTREAM_MALFORMED', 'lacks what'],
    ['a token that is a fraction', json({ ...page([]), NextToken: 1.5 }), 'UPSTREAM_MALFORMED', 'lacks what'],
    ['compression', compressed, 'UPSTREAM_MALFORMED', 'compressed'],
    ['more than 8 MiB', json(' '.repeat(8 * 1024 * 1024 + 1), 200, request), 'UPSTREAM_MALFORMED', '8 MiB'],
    ['more than 8 MiB, unannounced', endless, 'UPSTREAM_MALFORMED', '8 MiB'],
  ])('is a fault: %s', async (_, script, code, hint) => {
    const { url } = await scriptedServer(script);
    const fault = await lookUpAt(url);
    expect(fault.code).toBe(code);
    expect(fault.message).toContain(hint);
    expect(everythingIn(fault)).not.toContain(canary);
  });

  function compressed(response: Parameters<Script>[0]): void {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify(page([]))));
  }

  /** Without a length, for as long as anybody reads. */
  function endless(response: Parameters<Script>[0]): void {
    const chunk = Buffer.alloc(64 * 1024, ' ');
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  }

  it('carries the request id of the head when the body has none', async () => {
    const { url } = await scriptedServer(json(html, 502, request));
    expect((await lookUpAt(url)).detail.upstreamRequestId).toBe('REQUEST-9');
  });

  it('is a token that leads back to itself', async () => {
    const { url } = await scriptedServer(json(page([], 'token-1')));
    const { actionTrail } = wireTo(url);
    const { next } = await actionTrail.lookUpEvents(lookUpOf(), callAt());
    const fault = await faultOf(actionTrail.lookUpEvents(lookUpOf({ from: next }), callAt()));
    expect(fault.code).toBe('UPSTREAM_MALFORMED');
  });
});

describe('a connection that fails', () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
  const whole = JSON.stringify(page([]));
  it.each([
    ['a reset before the answer', bytes('', (socket) => socket.resetAndDestroy()), 'UPSTREAM_UNAVAILABLE'],
    ['an end before the answer', bytes(''), 'UPSTREAM_UNAVAILABLE'],
    ['half of the announced length', bytes(`${head}Content-Length: 99\r\n\r\n{"Ev`), 'UPSTREAM_MALFORMED'],
    [
      'a reset in mid-body',
      bytes(`${head}Content-Length: 99\r\n\r\n{"Ev`, (socket) => socket.resetAndDestroy()),
      'UPSTREAM_MALFORMED',
    ],
    [
      'an end in mid-chunk',
      bytes(`${head}Transfer-Encoding: chunked\r\n\r\n9\r\n{"Ev`),
      'UPSTREAM_MALFORMED',
    ],
    [
      'no told end, valid though it looks',
      bytes(`${head}Connection: close\r\n\r\n${whole}`),
      'UPSTREAM_MALFORMED',
    ],
    ['what is not HTTP', bytes('SSH-2.0-OpenSSH_9.6\r\n'), 'UPSTREAM_MALFORMED'],
    ['a head without end', bytes(`${head}X: ${'x'.repeat(20_000)}\r\n\r\n`), 'UPSTREAM_MALFORMED'],
  ])('is a fault: %s', async (_, answer, code) => {
    const fault = await lookUpAt(await rawServer(answer));
    expect(fault).toMatchObject({ code, detail: { account: 'main', region: 'cn-hangzhou' } });
  });

  it.each([
    ['a closed port', 'http://127.0.0.1:1', /ECONNREFUSED/],
    ['a name that does not exist', 'http://actiontrail.invalid', /ENOTFOUND|EAI_AGAIN/],
  ])('is not available: %s', async (_, url, systemCode) => {
    const fault = await lookUpAt(url);
    expect(fault.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(fault.message).toMatch(systemCode);
  });
});

describe('a delivery job that does not exist', () => {
  it.each([
    'TrailNotFoundException',
    'DeliveryHistoryJobNotFound',
  ])('is null when ActionTrail says %s', async (code) => {
    const { url } = await scriptedServer(json(refusal(code), 404));
    expect(await wireTo(url).actionTrail.getDeliveryJob(source, '1', callAt())).toBeNull();
  });

  it('is a fault when ActionTrail says anything else', async () => {
    const { url } = await scriptedServer(json(refusal('InvalidAction'), 404));
    const fault = await faultOf(wireTo(url).actionTrail.getDeliveryJob(source, '1', callAt()));
    expect(fault.code).toBe('UPSTREAM_REJECTED');
  });
});

describe('no fault', () => {
  it('tells a secret of ours, wherever one looks', async () => {
    const scripts = [json(refusal('SignatureDoesNotMatch'), 400), json(html, 502), json('null')];
    const urls = await Promise.all(scripts.map(async (script) => (await scriptedServer(script)).url));
    for (const url of [...urls, 'http://127.0.0.1:1', await rawServer(bytes('x'))]) {
      const shown = everythingIn(await lookUpAt(url));
      expect(shown).not.toMatch(/canary-secret|ACS3-HMAC|Signature=|LTAI-test|authorization/i);
      expect(shown).not.toContain(canary);
    }
  });
});
