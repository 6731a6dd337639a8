import { describe, expect, it } from 'vitest';
import { mark } from '../../src/actiontrail/index.ts';
import { redactString } from '../../src/actiontrail/redact.ts';

/** Redacts a text and shows what stands in the place of secrets as `…`. */
function masked(text: string): string {
  return redactString(text, '', []).replaceAll(mark, '…');
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('JSON in a text that is not JSON as a whole', () => {
  it.each([
    ['Invalid {"Passwords":["S"]}', 'Invalid {"Passwords":…}'],
    ['Invalid {"Password":{"value":"S}S"}} given', 'Invalid {"Password":…} given'],
    ['{"a":1,"Passwords":["S",', '{"a":1,"Passwords":…'],
    ['{"Password":["S"]};', '{"Password":…};'],
    ['{"Passwords":["S"]}\n{"Passwords":["S"]}', '{"Passwords":…}\n{"Passwords":…}'],
    ['{\\"Passwords\\":[\\"S]\\"],\\"a\\":1', '{\\"Passwords\\":…,\\"a\\":1'],
    ['\ufeff{"Passwords":["S"]}', '{"Passwords":["…"]}'],
    [`${' '.repeat(30)}{"Passwords":["S"]}`, '{"Passwords":["…"]}'],
    ['"password"     : "S"', '"password"     : "…"'],
  ])('hides nothing: %j is shown as %j', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });
});

describe('a value in brackets', () => {
  it.each([
    ['password={S}', 'password=…'],
    ['password=(S) given', 'password=… given'],
    ['password=(S)S, given', 'password=…, given'],
    ['password=[S], given', 'password=…, given'],
    ['Driver=x;Pwd={S;)S};Uid=bob', 'Driver=x;Pwd=…;Uid=bob'],
  ])('is masked with them: %j is shown as %j', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });
});

describe('a pair of which one half names the other', () => {
  it.each([
    [
      'Tag.1.Key=password&Tag.1.Value=S&Tag.2.Key=team&Tag.2.Value=x',
      'Tag.1.Key=password&Tag.1.Value=…&Tag.2.Key=team&Tag.2.Value=x',
    ],
    [
      'Filter.1.Key=token&Filter.1.Value.1=S&Filter.1.Value.2=S',
      'Filter.1.Key=token&Filter.1.Value.1=…&Filter.1.Value.2=…',
    ],
    [
      'bad {"ParameterKey":"DbPassword","ParameterValue":"S"}',
      'bad {"ParameterKey":"DbPassword","ParameterValue":"…"}',
    ],
    [
      '[{"Name":"password","Value":"123456"},{"Name":"n","Value":1}',
      '[{"Name":"password","Value":"…"},{"Name":"n","Value":1}',
    ],
    ['<Key>password</Key><Value>S</Value>', '<Key>password</Key><Value>…</Value>'],
    [
      '%7B%22Key%22%3A%22password%22%2C%22Value%22%3A%22S%22%7D',
      '%7B%22Key%22%3A%22password%22%2C%22Value%22%3A%22…%22%7D',
    ],
  ])('is known in a text: %j is shown as %j', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });
});

describe('an encoded text', () => {
  it.each([
    ['%22password%22%3A%22S%22%2C%22a%22%3A1', '%22password%22%3A%22…%22%2C%22a%22%3A1'],
    ['%5C%22password%5C%22%3A%5C%22S%5C%22', '%5C%22password%5C%22%3A%5C%22…%5C%22'],
    ['a%3Dpassword%3aS%26b', 'a%3Dpassword%3a…%26b'],
    ['token%253DS%2526a%253D1', 'token%253D…%2526a%253D1'],
    ['password=S%26S&a=1', 'password=…&a=1'],
    ['-----BEGIN+RSA+PRIVATE+KEY-----%0AS', '…'],
    [base64('password=SSSSSSSS').replaceAll('=', ''), '…'],
    [base64('{"a":"???>>>","password":"S"}').replaceAll('/', '_').replaceAll('+', '-'), '…'],
    [base64('export PASSWORD=S\n'.repeat(6)).replace(/.{76}/g, '$&\r\n'), '…'],
    [`got ${base64('{"password":"S"}')}, sorry`, 'got …, sorry'],
    [`data:text/plain;base64,${base64('password=S and more')}`, 'data:text/plain;base64,…'],
  ])('is read as what it says: %j is shown as %j', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });
});

describe('an assignment', () => {
  it.each([
    ['password := "S"', 'password := "…"'],
    ['password == "S"', 'password == "…"'],
    ['password => "S"', 'password => "…"'],
    ['password="""S"S"""', 'password="""…"""'],
    ['password=S,S', 'password=…'],
    ['password=S,user=bob', 'password=…,user=bob'],
    ['password=S, user', 'password=…, user'],
    ['Pwd=S;Uid=bob', 'Pwd=…;Uid=bob'],
    ['password: |\n  S\n\n  S\nuser: bob', 'password: |\n  …\nuser: bob'],
    [
      '- name: x\r\n  password: >-\r\n    S\r\n  user: bob',
      '- name: x\r\n  password: >-\r\n    …\n  user: bob',
    ],
    ['password:\n  S\nuser: bob', 'password:\n  …\nuser: bob'],
    ['passwords:\n- S\n- S\nuser: bob', 'passwords:\n…\nuser: bob'],
    ['密码:S', '密码:…'],
    ['密码：S，用户：bob', '密码：…，用户：bob'],
    ['数据库密码＝S', '数据库密码＝…'],
    ['loginpass=S, pw=S, psw=S', 'loginpass=…, pw=…, psw=…'],
    ['https://x/y?sign=0123456789abcdef&a=1', 'https://x/y?sign=…&a=1'],
    ['-----BEGIN PGP PRIVATE KEY BLOCK-----\nS\n-----END PGP PRIVATE KEY BLOCK----- b', '… b'],
    ['<password type="x"><![CDATA[S]]></password>', '<password type="x">…</password>'],
    ['EncryptionKey=0123456789abcdef0123456789abcdef', 'EncryptionKey=…'],
  ])('is found however it is written: %j is shown as %j', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });
});

describe('a harmless text', () => {
  it.each([
    'Sign: positive, ?sign=1&design=abcdefghijkl',
    "SELECT name, value FROM t WHERE key = 'a' AND value > 5",
    'SELECT * FROM users WHERE password IS NOT NULL AND token_count > 5',
    '{"Effect":"Allow","Action":["kms:GetSecretValue","ram:CreateLoginProfile"],"Resource":"acs:kms:*:*:secret/prod"',
    '"Condition":{"StringEquals":{"kms:SecretName":["a"]},"Bool":{"acs:SecureTransport":"true"}}',
    'usage: mysql --password [PASSWORD] --host <host>',
    'Please reset your password (see docs), or the token (if any).',
    'Reset your password\n====\nNow',
    'password:\nuser: bob',
    'password={} tokens=[] secret=() passwords: [ ]',
    'Tokens: 1,024 of 4096',
    'Key: team, Value: blue',
    '{"Key":"team","Value":"token-ring"',
    'DomainName=www.token.im&RR=@&Type=A&Value=1.2.3.4',
    'TokenExpiration=3600&SecretName=prod&Key=1&PassRate=5',
    'EncryptionKey=key-hzz62f1cb66fa42qo3abcdefgh',
    'EncryptionKey=2f1cb66f-a42f-4a2b-8b0e-0123456789ab',
    '请输入密码。密码策略：强，忘记密码次数: 3',
    '100% done, 20%25 off, arn%3Aacs%3Aram%3A%3A1%3Arole',
    'compass=5 bypass: yes prefix=abc',
    'sha256 ZTNiMGM0NDI5OGZjMWMxNDlhZmJmNGM4OTk2ZmI5 of 2f1cb66fa42f4a2b8b0e0123456789ab',
  ])('stays: %j', (text) => {
    expect(redactString(text, '', [])).toBe(text);
  });
});

describe('a hostile text', () => {
  const long = (text: string): string => text.repeat(Math.ceil(512_000 / text.length));
  it.each([
    'accesskey:LTAI',
    'accesskey:"LTAI',
    'Name=',
    'Name:"',
    'Key=password&Value=',
    'password:\n',
    'password:\n ',
    'password:[[',
    "password={'",
    'password={}',
    'password=(\\',
    'tokens:1,',
    'token:true',
    'a,',
    '%22',
    '%25',
    '%5C',
    'password%3A%5C',
    '<password ',
    '<![CDATA[',
    '密码：',
    '?sign=',
    'aaaaaaaaaaaaaaaaaaaa ',
    '-----BEGIN PRIVATE KEY',
  ])('takes linear time: 512 kB of %j', (part) => {
    const start = performance.now();
    redactString(long(part), '', []);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
