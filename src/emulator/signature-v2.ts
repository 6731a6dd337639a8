import { createHmac } from 'node:crypto';
import type { HttpCall } from './call.ts';
import { type Claim, parseTime, rfc3986 } from './claim.ts';
import { apiError } from './errors.ts';

const HASHES: ReadonlyMap<string, string> = new Map([
  ['HMAC-SHA1', 'sha1'],
  ['HMAC-SHA256', 'sha256'],
]);

/** Reads the signature of older SDKs, which is a parameter among the others (`SignatureVersion` 1.0). */
export function claimV2(call: HttpCall): Claim {
  const { params } = call;
  const hash = HASHES.get(params.get('SignatureMethod') ?? 'HMAC-SHA1');
  const accessKeyId = params.get('AccessKeyId');
  const nonce = params.get('SignatureNonce');
  if (accessKeyId === undefined) throw apiError('MissingAccessKeyId');
  if (hash === undefined || nonce === undefined || params.get('SignatureVersion') !== '1.0') {
    throw apiError('IncompleteSignature');
  }
  return {
    accessKeyId,
    securityToken: params.get('SecurityToken'),
    signature: params.get('Signature') ?? '',
    time: parseTime(params.get('Timestamp')),
    nonce,
    expected: (secret) => createHmac(hash, `${secret}&`).update(textToSign(call)).digest('base64'),
  };
}

function textToSign(call: HttpCall): string {
  const pairs = [...call.params].filter(([name]) => name !== 'Signature');
  pairs.sort(([left], [right]) => (left < right ? -1 : 1));
  const canonical = pairs.map(([name, value]) => `${rfc3986(name)}=${rfc3986(value)}`).join('&');
  return `${call.method}&${rfc3986('/')}&${rfc3986(canonical)}`;
}
