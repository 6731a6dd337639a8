import { createServer } from 'node:http';
import { afterAll } from 'vitest';
import { listen } from './loopback.ts';

/** A span as it came over OTLP/HTTP. */
export interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}

/** Takes spans like an OpenTelemetry collector; closed after the file's tests. */
export async function startCollector(status = 200) {
  const spans: SentSpan[] = [];
  const requests: { readonly headers: Record<string, unknown>; readonly body: string }[] = [];
  const server = createServer(async (request, answer) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ headers: request.headers, body });
    for (const { scopeSpans } of JSON.parse(body).resourceSpans)
      for (const { spans: some } of scopeSpans) spans.push(...some);
    answer.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  const port = await listen(server);
  afterAll(() => server.close());
  return { endpoint: `http://127.0.0.1:${port}/v1/traces`, spans, requests };
}

export function attributesOf({ attributes }: SentSpan): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
