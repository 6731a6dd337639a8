import type { ApiError } from './errors.ts';
import { type JsonObject, jsonText } from './json-text.ts';

/** An HTTP answer before it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const JSON_TYPE = 'application/json;charset=utf-8';

export function jsonAnswer(status: number, requestId: string, body: JsonObject): Answer {
  return textAnswer(status, requestId, JSON_TYPE, jsonText(body));
}

export function textAnswer(status: number, requestId: string, type: string, text: string): Answer {
  return {
    status,
    headers: { 'content-type': type, 'x-acs-request-id': requestId },
    body: Buffer.from(text),
  };
}

/** The body of a refusal: `{RequestId, HostId, Code, Message, Recommend}`. */
export function errorAnswer(error: ApiError, requestId: string, hostId: string): Answer {
  return jsonAnswer(error.status, requestId, {
    RequestId: requestId,
    HostId: hostId,
    Code: error.code,
    Message: error.message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${error.code}&product=Actiontrail&requestId=${requestId}`,
  });
}
