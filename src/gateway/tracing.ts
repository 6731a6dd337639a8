import type { Config } from '../config.ts';
import type { Observer } from '../model/observer.ts';
import type { Tracer } from '../model/span.ts';

/** Traces where they are configured. Only then is anything of OpenTelemetry loaded. */
export async function tracingOf(
  { tracing }: Pick<Config, 'tracing'>,
  observer: Observer,
): Promise<{ readonly tracer: Tracer | null; close(): Promise<void> }> {
  if (tracing === null) return { tracer: null, close: async () => undefined };
  const { openTracing } = await import('../tracing.ts');
  const tracer = openTracing({ ...tracing, observer });
  return { tracer, close: tracer.close };
}
