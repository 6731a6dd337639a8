import { createHash, createHmac } from 'node:crypto';
import { type HttpCall, headerOf } from './call.ts';
import { type Claim, parseTime, rfc3986 } from './claim.ts';
import { apiError } from './errors.ts';

const ALGORITHM = 'ACS3-HMAC-SHA256';
const MUST_BE_SIGNED = [
  'host',
  'x-acs-action',
  'x-acs-content-sha256',
  'x-acs-date',
  'x-acs-signature-nonce',
];

/** Reads `Authorization: ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…`. */
export function claimV3(call: HttpCall): Claim {
  const [, algorithm, fields = ''] = /^(\S+)\s+(.*)$/.exec(headerOf(call, 'authorization') ?? '') ?? [];
  const parts = new Map(fields.split(',').map((part) => pairOf(part.trim())));
  const accessKeyId = parts.get('Credential');
  const signature = parts.get('Signature');
  const signed = (parts.get('SignedHeaders') ?? '').split(';');
  if (algorithm !== ALGORITHM || accessKeyId === undefined || signature === undefined) {
    throw apiError('IncompleteSignature');
  }
  if (!MUST_BE_SIGNED.every((name) => signed.includes(name))) throw apiError('IncompleteSignature');
  return {
    accessKeyId,
    securityToken: headerOf(call, 'x-acs-security-token'),
    signature,
    time: parseTime(headerOf(call, 'x-acs-date')),
    nonce: headerOf(call, 'x-acs-signature-nonce') ?? '',
    expected: (secret) => signatureOf(call, signed, secret),
  };
}

/** The bare secret is the key: no key is derived from date and region, as other clouds do. */
function signatureOf(call: HttpCall, signed: readonly string[], secret: string): string {
  const bodyHash = sha256(call.body);
  if (headerOf(call, 'x-acs-content-sha256') !== bodyHash) throw apiError('SignatureDoesNotMatch');
  const headers = signed.map((name) => `${name}:${(headerOf(call, name) ?? '').trim()}\n`).join('');
  const request = [call.method, call.path, canonicalQuery(call), headers, signed.join(';'), bodyHash].join(
    '\n',
  );
  return createHmac('sha256', secret)
    .update(`${ALGORITHM}\n${sha256(request)}`)
    .digest('hex');
}

/** Clients encode the wire in their own ways, so the text is decoded and encoded again before it is compared. */
function canonicalQuery(call: HttpCall): string {
  const pairs = [...call.query].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return pairs.map(([name, value]) => `${rfc3986(name)}=${rfc3986(value)}`).join('&');
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function pairOf(part: string): readonly [string, string] {
  const at = part.indexOf('=');
  return [part.slice(0, at), part.slice(at + 1)];
}
