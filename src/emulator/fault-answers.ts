import { gzipSync } from 'node:zlib';
import { type Answer, errorAnswer, jsonAnswer, textAnswer } from './answer.ts';
import { apiError, type ErrorCode } from './errors.ts';
import type { Fault, FaultKind } from './faults.ts';
import type { Json } from './json-text.ts';

/** What a fault answers with. `real` makes the answer that the call deserves. */
export interface FaultScene {
  readonly fault: Fault;
  readonly requestId: string;
  readonly hostId: string;
  readonly real: () => Answer;
}

type Reply = (scene: FaultScene) => Answer;

const MEBIBYTE = 2 ** 20;

const refusal =
  (code: ErrorCode): Reply =>
  ({ fault, requestId, hostId }) => {
    const plain = errorAnswer(apiError(code, undefined, fault.status), requestId, hostId);
    if (fault.retryAfterMs === undefined) return plain;
    return { ...plain, headers: { ...plain.headers, 'x-acs-retry-after': String(fault.retryAfterMs) } };
  };

const text =
  (status: number, type: string, body: string): Reply =>
  ({ requestId }) =>
    textAnswer(status, requestId, type, body);

const JSON_TYPE = 'application/json;charset=utf-8';
const HTML =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>upstream at 10.0.0.7</body>\r\n</html>\r\n';
const XML =
  '<?xml version="1.0"?><Error><Code>ServiceUnavailable</Code><Message>Try again later.</Message></Error>';

const REPLIES: Partial<Record<FaultKind, Reply>> = {
  throttle: refusal('Throttling.User'),
  forbidden: refusal('NoPermission'),
  'expired-credentials': refusal('InvalidSecurityToken.Expired'),
  'clock-skew': refusal('InvalidTimeStamp.Expired'),
  'nonce-used': refusal('SignatureNonceUsed'),
  'refused-token': refusal('InvalidNextToken'),
  'json-500': refusal('InternalError'),
  'json-503': refusal('ServiceUnavailable'),
  'xml-503': text(503, 'text/xml;charset=utf-8', XML),
  'html-502': text(502, 'text/html', HTML),
  'empty-503': text(503, 'text/plain', ''),
  'empty-200': text(200, JSON_TYPE, ''),
  'null-json': text(200, JSON_TYPE, 'null'),
  'array-json': text(200, JSON_TYPE, '[]'),
  redirect: ({ requestId }) => {
    const plain = textAnswer(302, requestId, 'text/html', '');
    return { ...plain, headers: { ...plain.headers, location: 'http://redirected.invalid/' } };
  },
  'error-body-200': (scene) => ({ ...refusal('ServiceUnavailable')(scene), status: 200 }),
  'wrong-json': ({ real }) => {
    const answer = real();
    return { ...answer, body: answer.body.subarray(0, Math.ceil(answer.body.length / 2)) };
  },
  'wrong-shape': ({ real, requestId }) => {
    const answer = real();
    const wrong = Object.entries(parse(answer)).map(([key, value]) => [key, misshapen(value)]);
    return jsonAnswer(answer.status, requestId, Object.fromEntries(wrong));
  },
  'short-body': ({ real, requestId }) => {
    const answer = real();
    const { NextToken: _, Events, ...rest } = parse(answer);
    const fewer = Array.isArray(Events) ? { Events: Events.slice(0, Math.floor(Events.length / 2)) } : {};
    return jsonAnswer(answer.status, requestId, { ...fewer, ...rest });
  },
  'huge-body': ({ fault, requestId }) => {
    const padding = 'x'.repeat(fault.bytes ?? 64 * MEBIBYTE);
    return jsonAnswer(200, requestId, { Events: [], RequestId: requestId, Padding: padding });
  },
  gzip: ({ real }) => {
    const answer = real();
    return {
      ...answer,
      headers: { ...answer.headers, 'content-encoding': 'gzip' },
      body: gzipSync(answer.body),
    };
  },
  'gzip-bomb': ({ fault, requestId }) => {
    const plain = textAnswer(200, requestId, JSON_TYPE, '');
    // Compressed texts may be strung together: a gigabyte of spaces costs one of a megabyte.
    const member = gzipSync(Buffer.alloc(MEBIBYTE, ' '));
    const members = Math.max(1, Math.round((fault.bytes ?? 1024 * MEBIBYTE) / MEBIBYTE));
    const body = Buffer.concat(Array.from({ length: members }, () => member));
    return { ...plain, headers: { ...plain.headers, 'content-encoding': 'gzip' }, body };
  },
};

/** The first fault that answers in place of the service decides; the others may still disturb how it is sent. */
export function answerUnder(faults: readonly Fault[], scene: Omit<FaultScene, 'fault'>): Answer {
  for (const fault of faults) {
    const reply = REPLIES[fault.kind];
    if (reply !== undefined) return reply({ ...scene, fault });
  }
  return scene.real();
}

function parse(answer: Answer): Record<string, Json> {
  const body: Record<string, Json> = JSON.parse(answer.body.toString('utf8'));
  return body;
}

function misshapen(value: unknown): string | number | { unexpected: string } {
  if (typeof value === 'string') return 42;
  if (typeof value === 'number') return 'forty-two';
  return { unexpected: 'shape' };
}
