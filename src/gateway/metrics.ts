import type { Config } from '../config.ts';
import type { Observer } from '../model/observer.ts';
import { createMetrics, createMetricsPort, type Metrics } from '../server/index.ts';

/** Counts what an observer is told, and serves that. */
export interface MeteredObserver extends Pick<Metrics, 'watch'> {
  readonly observer: Observer;
  listen(): Promise<void>;
  close(): Promise<void>;
}

/** Where no metrics are configured, nothing is counted and no port is opened. */
export function openMetrics(address: Config['metrics'], observer: Observer): MeteredObserver {
  if (address === null) {
    return { observer, watch: () => undefined, listen: async () => undefined, close: async () => undefined };
  }
  const metrics = createMetrics();
  const port = createMetricsPort(address, metrics);
  return {
    observer: { ...observer, record: metrics.record },
    watch: metrics.watch,
    listen: async () => observer.log('info', 'Metrics are served.', await port.listen()),
    close: port.close,
  };
}
