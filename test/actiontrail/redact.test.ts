import { describe, expect, it } from 'vitest';
import { mark } from '../../src/actiontrail/index.ts';
import { redactJson, redactString } from '../../src/actiontrail/redact.ts';
import type { Json } from '../../src/model/json.ts';

function redact(value: unknown): { readonly value: Json; readonly redactions: readonly string[] } {
  const redactions: string[] = [];
  return { value: redactJson(value, '', redactions), redactions };
}

/** Redacts a text and shows what stands in the place of secrets as `…`. */
function masked(text: string): string {
  return redactString(text, '', []).replaceAll(mark, '…');
}

describe('a JSON value', () => {
  it.each<[string, unknown, unknown, string[]]>([
    ['by its name', { Password: 'x' }, { Password: mark }, ['/Password']],
    [
      'a number',
      { Password: 123456, PinCode: 1 },
      { Password: mark, PinCode: mark },
      ['/Password', '/PinCode'],
    ],
    ['deep down', { a: [{ b: { token: 'x' } }] }, { a: [{ b: { token: mark } }] }, ['/a/0/b/token']],
    [
      'flattened',
      { 'Accounts.1.AccountPassword': 'x' },
      { 'Accounts.1.AccountPassword': mark },
      ['/Accounts.1.AccountPassword'],
    ],
    ['in a list', { Passwords: ['x', 'y'] }, { Passwords: [mark, mark] }, ['/Passwords/0', '/Passwords/1']],
    [
      'below a secret',
      { Secret: { Data: 'x', Name: 'n' } },
      { Secret: { Data: mark, Name: 'n' } },
      ['/Secret/Data'],
    ],
    [
      'with slash and tilde',
      { 'a/b~c': { Password: 'x' } },
      { 'a/b~c': { Password: mark } },
      ['/a~1b~0c/Password'],
    ],
    ['the secret of an access key', { AccessKey: 'a'.repeat(30) }, { AccessKey: mark }, ['/AccessKey']],
    ['a number in a list', { Passwords: [123456] }, { Passwords: [mark] }, ['/Passwords/0']],
    [
      'a number below a secret',
      { Credentials: { pin: 123456 } },
      { Credentials: { pin: mark } },
      ['/Credentials/pin'],
    ],
    [
      'in a key',
      { 'Password=S': 1, '{"Passwords":["S"]}': '' },
      { [`Password=${mark}`]: 1, [`{"Passwords":${mark}}`]: '' },
      [`/Password=${mark}`, `/{"Passwords":${mark}}`],
    ],
    [
      'the key of a certificate',
      { Cert: 'x', Key: '-----BEGIN RSA PRIVATE KEY-----\nS' },
      { Cert: 'x', Key: mark },
      ['/Key'],
    ],
  ])('is masked %s', (_, value, expected, redactions) => {
    expect(redact(value)).toEqual({ value: expected, redactions });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['Tag.1.Value beside Tag.1.Key', { 'Tag.1.Key': 'db-password', 'Tag.1.Value': 'x' }, '/Tag.1.Value'],
    ['TagValue beside TagKey', { TagKey: 'token', TagValue: 'x' }, '/TagValue'],
    ['Value beside Key', { Key: 'API_KEY', Value: 'x' }, '/Value'],
    ['value beside name', { name: 'DB_PASSWORD', value: 'x' }, '/value'],
    [
      'ParameterValue beside ParameterKey',
      { ParameterKey: 'RootPassword', ParameterValue: 'x' },
      '/ParameterValue',
    ],
    [
      'Parameters.2.ParameterValue',
      { 'Parameters.2.ParameterKey': 'Pwd', 'Parameters.2.ParameterValue': 'x' },
      '/Parameters.2.ParameterValue',
    ],
    ['one of several values', { 'Filter.1.Key': '密码', 'Filter.1.Values.1': 'x' }, '/Filter.1.Values.1'],
    ['a number', { Key: 'password', Value: 12345678 }, '/Value'],
    [
      'Tag.Value.1 beside Tag.Key.1',
      { 'Tag.Key.1': 'password', 'Tag.Value.1': 'x', 'Tag.Key.2': 'team', 'Tag.Value.2': 'y' },
      '/Tag.Value.1',
    ],
    ['Value beside Key and Name', { Key: 'a', Name: 'password', Value: 'x' }, '/Value'],
    ['StringValue beside AttributeName', { AttributeName: 'password', StringValue: 'x' }, '/StringValue'],
    ['Default beside ParameterKey', { ParameterKey: 'DbPassword', Default: 'x' }, '/Default'],
    ['the secret of an access key', { Key: 'AccessKey', Value: 'a'.repeat(30) }, '/Value'],
  ])('is masked by the name beside it: %s', (_, value, pointer) => {
    expect(redact(value).redactions).toEqual([pointer]);
  });

  it.each<[string, unknown]>([
    [
      'truth values',
      { PasswordReset: true, AllowUserToChangePassword: 'true', GenerateRandomPassword: 'False' },
    ],
    ['nothing', { Password: '', Token: null, Secrets: [], Credentials: {} }],
    ['amounts', { Tokens: 512, TokenBucketCapacity: 10, PasswordHistoryX: 3 }],
    ['an id of an access key', { AccessKey: 'LTAI5tAbCdEfGhIjKlMnOpQr', accessKey: 'f6IzzFZMmzNwEI4d' }],
    [
      'what is about a secret',
      { Token: { ExpiresIn: 3600 }, TokenBucket: { Rate: 10, Burst: 3 }, SecretName: 'n' },
    ],
    ['words of their own', { Key: 'k', Sign: 'positive', TokenExpiration: 3600, Passenger: 'p' }],
    ['the value of a DNS record', { DomainName: 'www.token.im', RR: '@', Value: '192.0.2.1' }],
    ['the id of a key of KMS', { EncryptionKey: '2f1cb66f-a42f-4a2b-8b0e-0123456789ab' }],
    ['a tag that names no secret', { 'Tag.1.Key': 'team', 'Tag.1.Value': 'token-ring', 'Tag.2.Value': 'x' }],
    ['look-up keys', { 'LookupAttribute.1.Key': 'EventAccessKeyId', 'LookupAttribute.1.Value': 'LTAI5t' }],
    [
      'paging tokens',
      { NextToken: 'eyJhY2NvdW50IjoiMTQyNDM3OTU4NjM4NzE2MSIsImV2ZW50SWQiOiI3MkJDRTExRi0ifQ==' },
    ],
  ])('stays: %s', (_, value) => {
    expect(redact(value)).toEqual({ value, redactions: [] });
  });
});

describe('JSON inside a text', () => {
  it('is looked through, and stays a text; the pointer goes on after #', () => {
    const TemplateBody = JSON.stringify({ Parameters: { Password: 'x', Size: 1 }, Id: 1 });
    expect(redact({ TemplateBody })).toEqual({
      value: { TemplateBody: JSON.stringify({ Parameters: { Password: mark, Size: 1 }, Id: 1 }) },
      redactions: ['/TemplateBody#/Parameters/Password'],
    });
  });

  it('is looked through at every level', () => {
    const inner = JSON.stringify([{ securityToken: 'x' }]);
    const value = { body: JSON.stringify({ layers: [inner] }), quoted: JSON.stringify(inner) };
    expect(redact(value).redactions).toEqual([
      '/body#/layers/0#/0/securityToken',
      '/quoted##/0/securityToken',
    ]);
  });

  it('without secrets stays as it was written, spaces and long numbers included', () => {
    const text = '{ "Id": 12345678901234567890, "Name" : "n" }';
    expect(redact({ text })).toEqual({ value: { text }, redactions: [] });
  });

  it('hides nothing behind a name that stands twice', () => {
    expect(JSON.stringify(redact({ body: '{"Password":"CANARY","Password":""}' }))).not.toContain('CANARY');
  });
});

describe('a text', () => {
  it.each([
    ['password=hunter2&user=bob', 'password=…&user=bob'],
    ['the password: "correct horse" is wrong', 'the password: "…" is wrong'],
    ["pwd = 'a b', retry", "pwd = '…', retry"],
    [
      'cut off: {"Password":"hunter2", "AccessKeySecret":"abc',
      'cut off: {"Password":"…", "AccessKeySecret":"…',
    ],
    ['{\\"Password\\":\\"hunt\\\\\\"er2\\",\\"a\\":1', '{\\"Password\\":\\"…\\",\\"a\\":1'],
    [
      'users:\n- user:\n    token: abc\n    client-key-data: LS0t',
      'users:\n- user:\n    token: …\n    client-key-data: …',
    ],
    ['mysql --password hunter2 --host db', 'mysql --password … --host db'],
    ['mysql --password=hunter2 -u bob', 'mysql --password=… -u bob'],
    ['<Account><Password>hunter2</Password></Account>', '<Account><Password>…</Password></Account>'],
    ['postgres://bob:hunter2@db/main', 'postgres://bob:…@db/main'],
    ['Authorization: Bearer abcdefghijkl\nHost: x', 'Authorization: …\nHost: x'],
    ['sent bearer abcdefgh.ijkl', 'sent bearer …'],
    ['got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP today', 'got … today'],
    ['a -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- b', 'a … b'],
    ['a -----BEGIN PRIVATE KEY-----\nMIIE', 'a …'],
    ['accessKey=abcdefghijklmnopqrstuvwxyz1234', 'accessKey=…'],
    ['redirect=https%3A%2F%2Fx%3Ftoken%3Dabc%26a%3D1', 'redirect=https%3A%2F%2Fx%3Ftoken%3D…%26a%3D1'],
    [Buffer.from('#!/bin/sh\nexport DB_PASSWORD=hunter2\n').toString('base64'), '…'],
    [Buffer.from('{"AccessKeySecret":"hunter2"}').toString('base64'), '…'],
  ])('%j is shown as %j', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each([
    [
      'https://b.oss-cn-hangzhou.aliyuncs.com/a?Expires=1&OSSAccessKeyId=LTAI5t&Signature=ab%2Bc%3D&security-token=CAIS',
      'https://b.oss-cn-hangzhou.aliyuncs.com/a?Expires=1&OSSAccessKeyId=LTAI5t&Signature=…&security-token=…',
    ],
    [
      'https://b/a?x-oss-credential=LTAI5t%2F20261120&x-oss-expires=60&x-oss-signature=abc#top',
      'https://b/a?x-oss-credential=LTAI5t%2F20261120&x-oss-expires=60&x-oss-signature=…',
    ],
    [
      'see https://oapi.dingtalk.com/robot/send?access_token=abc, please',
      'see https://oapi.dingtalk.com/robot/send?access_token=…, please',
    ],
  ])('a signed URL keeps all but its secrets: %s', (url, expected) => {
    expect(masked(url)).toBe(expected);
  });

  it.each([
    'Incorrect password.',
    'The specified SecurityToken is expired.',
    'You are not authorized to perform this operation. Please apply for access in RAM first.',
    'AlibabaCloud (Mac OS X; x86_64) Java/1.8.0_252-b09 Core/4.4.6 HTTPClient/ApacheHttpClient',
    'https://home.console.aliyun.com/?accounttraceid=1&NextToken=2&ClientToken=3#/token',
    'custom-role-for-actiontrail/u1',
    'tokens: 12, PasswordPolicy: strict, SecretName=prod/db',
    'acs:ram::159498693826:role/secret-reader/Alice',
    'aliyun_3_9_x64_20G_uefi_alibase_20231219.vhd',
    'F23A3DD5-7842-4EF9-9DA1-3776396AD58D',
    'CAESCQoHCgUKAXQQARgBIqEBCgkAoOb/fpkBAAAKkwEDjgAAADFTMzIzMDJk',
    '[\\"vsw-xxxxx\\",\\"vsw-xxxxx\\"]',
    'password=; secret=true password=null password={} token:',
    `password=${mark}`,
  ])('stays: %s', (text) => {
    expect(redactString(text, '', [])).toBe(text);
  });
});

describe('hostile input', () => {
  it('can neither pollute prototypes nor make a key vanish', () => {
    const { value } = redact(JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":2}}'));
    expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":1},"constructor":{"prototype":2}}');
    expect(Reflect.ownKeys(Object.getPrototypeOf(value))).toEqual([]);
    expect(Object.getPrototypeOf(Object.getPrototypeOf(value))).toBeNull();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('is masked where it is too deep to be looked through', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(100)}{"password":"CANARY"}${'}'.repeat(100)}`);
    const { value, redactions } = redact({ deep, shallow: 1 });
    expect(JSON.stringify(value)).not.toContain('CANARY');
    expect(redactions).toHaveLength(1);
    expect(value).toMatchObject({ shallow: 1 });
  });

  it('is masked where JSON hides in JSON without end', () => {
    let text = JSON.stringify({ password: 'CANARY' });
    for (let level = 0; level < 12; level += 1) text = JSON.stringify({ a: text });
    expect(JSON.stringify(redact({ text }))).not.toContain('CANARY');
  });

  it('is frozen through and through', () => {
    const { value } = redact({ a: [{ b: 1 }] });
    const { a } = value as { readonly a: readonly Json[] };
    expect([value, a, a[0]].every(Object.isFrozen)).toBe(true);
  });

  it.each([
    ['name characters', 'a'.repeat(64_000)],
    ['dashes', '-'.repeat(64_000)],
    ['dotted names', 'a.'.repeat(32_000)],
    ['names and colons', 'password:'.repeat(7_000)],
    ['open brackets', 'password:{'.repeat(6_400)],
    ['open quotes', 'password:"'.repeat(6_400)],
    ['escapes', `password:${'\\'.repeat(64_000)}`],
    ['opened keys', '-----BEGIN PRIVATE KEY-----'.repeat(2_400)],
    ['opened elements', '<password>'.repeat(6_400)],
    ['beginnings of a JWT', 'eyJ-'.repeat(16_000)],
    ['parts of a JWT', `${'eyJaaaaaaaa.'.repeat(5_000)}`],
    ['addresses', '://a:'.repeat(12_800)],
    ['flags', '--a '.repeat(16_000)],
    ['spaces', `password${' '.repeat(64_000)}=`],
    [
      'base64 in base64',
      Array.from({ length: 12 }).reduce<string>(
        (text) => Buffer.from(text).toString('base64'),
        'password=a '.repeat(180),
      ),
    ],
    ['open JSON', '{"a":'.repeat(12_800)],
  ])('takes linear time: 64 kB of %s', (_, text) => {
    const start = performance.now();
    redactString(text, '', []);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it.each([
    'correct-horse-battery-staple',
    'acs:ram::1000000000000001:user/alice',
  ])('is a secret under the name of one, however often it was shown elsewhere: %s', (text) => {
    expect(redact({ UserName: text }).value).toEqual({ UserName: text });
    expect(redact({ Password: text }).value).toEqual({ Password: mark });
    expect(redact({ Secret: { Data: [text] } }).value).toEqual({ Secret: { Data: [mark] } });
    expect(redact({ Key: 'Token', Value: text }).value).toEqual({ Key: 'Token', Value: mark });
  });

  it('is masked whole beyond 1 MiB', () => {
    expect(redactString('a '.repeat(600_000), '', [])).toBe(mark);
  });
});
