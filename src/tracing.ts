import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Observer } from './model/observer.ts';
import type { Span, Tracer } from './model/span.ts';

// Traces by OpenTelemetry: the only file that knows it, and only imported where traces are configured.

export interface TracingOptions {
  /** The whole address, `…/v1/traces`. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of operations that come without a sampling decision, 0 to 1. */
  readonly sampleRatio: number;
  readonly observer: Observer;
}

export interface Tracing extends Tracer {
  /** Sends what is not sent yet, for a few seconds at the most. Never rejects. */
  close(): Promise<void>;
}

const exportTimeoutMs = 3000;

export function openTracing({ endpoint, headers, sampleRatio, observer }: TracingOptions): Tracing {
  const exporter = new OTLPTraceExporter({ url: endpoint, headers, timeoutMillis: exportTimeoutMs });
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ 'service.name': 'trailgraph' })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampleRatio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: alarmed(exporter, observer) })],
  });
  const tracer = provider.getTracer('trailgraph');
  const begin = (name: string, parent: Context, attributes: Attributes = {}) => {
    const span = tracer.startSpan(name, { attributes }, parent);
    if (!span.isRecording()) return undefined;
    const inside = trace.setSpan(parent, span);
    const own: Span = {
      begin: (part, more) => begin(part, inside, more) ?? own,
      end: (more = {}, code) => {
        span.setAttributes(more);
        if (code !== undefined)
          span.setAttribute('error.type', code).setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
    return own;
  };
  return {
    begin: (traceparent) => begin('GraphQL operation', parentOf(traceparent)),
    close: () => provider.shutdown().catch(() => undefined),
  };
}

/** Version 00 of W3C Trace Context; anything else begins a trace of its own. */
function parentOf(traceparent: string | null): Context {
  const [, traceId = '', spanId = '', flags = ''] =
    /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  if (traceId === '') return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

/** Spans that cannot be sent are lost; that they are is said. What the other side says to it may hold anything. */
function alarmed(exporter: SpanExporter, observer: Observer): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error !== undefined)
          observer.log('warn', 'spans could not be sent', { spans: spans.length, error: result.error.name });
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush === undefined ? {} : { forceFlush: exporter.forceFlush.bind(exporter) }),
  };
}
