import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { callV2, callV3, type SignOptions, send, start } from './support.ts';

const MINUTE = 60_000;

describe('signatures', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await start();
  });
  afterAll(() => emulator.close());

  const versions = [
    ['V3', callV3],
    ['V2', callV2],
  ] as const;

  const refusals: readonly [string, SignOptions, number, string][] = [
    ['a wrong secret', { secret: 'wrong' }, 400, 'SignatureDoesNotMatch'],
    ['an unknown key', { keyId: 'LTAI-nobody' }, 404, 'InvalidAccessKeyId.NotFound'],
    ['a date 16 minutes old', { dateMs: Date.now() - 16 * MINUTE }, 400, 'InvalidTimeStamp.Expired'],
    ['a date 16 minutes early', { dateMs: Date.now() + 16 * MINUTE }, 400, 'InvalidTimeStamp.Expired'],
    ['a changed parameter', { tamper: (query) => query.replace('=7', '=8') }, 400, 'SignatureDoesNotMatch'],
    ['an added parameter', { tamper: (query) => `${query}&Direction=FORWARD` }, 400, 'SignatureDoesNotMatch'],
    [
      'a token that the key does not have',
      { securityToken: 'x' },
      400,
      'InvalidSecurityToken.MismatchWithAccessKey',
    ],
  ];

  describe.each(versions)('%s', (_, call) => {
    it.each(refusals)('refuses %s', async (_, options, status, code) => {
      const reply = await call(emulator, 'LookupEvents', { MaxResults: '7' }, options);
      expect([reply.status, reply.json.Code]).toEqual([status, code]);
    });

    it('accepts a date 14 minutes old', async () => {
      const reply = await call(emulator, 'LookupEvents', {}, { dateMs: Date.now() - 14 * MINUTE });
      expect(reply.status).toBe(200);
    });

    it('refuses a nonce that was used, and forgets a nonce of a call that it refused', async () => {
      const nonce = `nonce ${call.name}`;
      await call(emulator, 'LookupEvents', {}, { nonce, secret: 'wrong' });
      expect((await call(emulator, 'LookupEvents', {}, { nonce })).status).toBe(200);
      expect((await call(emulator, 'LookupEvents', {}, { nonce })).json.Code).toBe('SignatureNonceUsed');
    });

    it('accepts temporary credentials with their token, and only with it', async () => {
      const { accessKeyId: keyId, accessKeySecret: secret, securityToken } = emulator.accounts[0]!.temporary!;
      const withToken = await call(emulator, 'LookupEvents', {}, { keyId, secret, securityToken });
      const without = await call(emulator, 'LookupEvents', {}, { keyId, secret });
      const wrong = await call(emulator, 'LookupEvents', {}, { keyId, secret, securityToken: 'other' });
      expect(withToken.status).toBe(200);
      expect(without.json.Code).toBe('MissingSecurityToken');
      expect(wrong.json.Code).toBe('InvalidSecurityToken.MismatchWithAccessKey');
    });

    it('accepts every character in a value, however the wire encodes it', async () => {
      const params = { 'LookupAttribute.1.Key': 'User', 'LookupAttribute.1.Value': "it's (a) *~!/+ ü 数" };
      const loosely = (query: string) =>
        query.replaceAll('%27', "'").replaceAll('%28', '(').replaceAll('%2A', '*');
      expect((await call(emulator, 'LookupEvents', params, { tamper: loosely })).status).toBe(200);
    });
  });

  it('refuses temporary credentials that have expired', async () => {
    const temporary = {
      accessKeyId: 'STS.x',
      accessKeySecret: 's',
      securityToken: 't',
      expiresAt: Date.now() - 1,
    };
    const account = { id: '1000000000000009', accessKeyId: 'LTAI-x', accessKeySecret: 's', temporary };
    const other = await start({ accounts: [account] });
    const reply = await callV3(
      other,
      'LookupEvents',
      {},
      { keyId: 'STS.x', secret: 's', securityToken: 't' },
    );
    expect(reply.json.Code).toBe('InvalidSecurityToken.Expired');
    await other.close();
  });

  it.each([
    ['nothing at all', '?Action=LookupEvents&Version=2020-07-06', {}, 'MissingAccessKeyId'],
    [
      'a key and no signature',
      '?Action=LookupEvents&Version=2020-07-06&AccessKeyId=a',
      {},
      'IncompleteSignature',
    ],
    ['another algorithm', '', { authorization: 'ACS3-RSA-SHA256 Credential=a' }, 'IncompleteSignature'],
    [
      'unsigned headers',
      '',
      { authorization: 'ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=b' },
      'IncompleteSignature',
    ],
  ])('refuses %s', async (_, query, headers, code) => {
    const named = { 'x-acs-action': 'LookupEvents', 'x-acs-version': '2020-07-06', ...headers };
    const reply = await send(`${emulator.url}/${query}`, { headers: named as Record<string, string> });
    expect(reply.json).toMatchObject({ Code: code, HostId: new URL(emulator.url).host });
    expect(reply.headers['x-acs-request-id']).toBe(reply.json.RequestId);
  });

  it.each([
    ['an unknown action', 'DropEvents', {}, 404, 'InvalidAction'],
    ['no action', '', {}, 400, 'MissingAction'],
    ['another method', 'LookupEvents', { method: 'PUT' }, 403, 'UnsupportedHTTPMethod'],
  ])('refuses %s', async (_, api, options, status, code) => {
    const reply = await callV3(emulator, api, {}, options);
    expect([reply.status, reply.json.Code]).toEqual([status, code]);
  });

  it('checks by a clock that its answers tell, so that a client can set its own by them', async () => {
    const ahead = await start({ signingNow: () => Date.now() + 20 * MINUTE });
    const { headers, json } = await callV3(ahead, 'LookupEvents');
    expect(json.Code).toBe('InvalidTimeStamp.Expired');
    const dateMs = Date.parse(String(headers.date));
    expect((await callV3(ahead, 'LookupEvents', {}, { dateMs })).status).toBe(200);
    await ahead.close();
  });

  it('answers unsigned calls where it is told to ignore signatures', async () => {
    const open = await start({ behaviour: { signatures: 'ignore' } });
    const reply = await send(`${open.url}/?Action=LookupEvents&Version=2020-07-06`);
    expect(reply.json.Events).toHaveLength(20);
    await open.close();
  });
});
