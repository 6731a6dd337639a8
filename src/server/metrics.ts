import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Fact } from '../model/observer.ts';
import type { Source } from '../model/source.ts';
import type { SourceHealth, SourceMonitor } from '../model/source-monitor.ts';

/** What is counted and measured, for Prometheus. */
export interface Metrics {
  record(fact: Fact): void;
  /** From now on, these are looked at whenever metrics are asked for. */
  watch(watched: Watched): void;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** What is told at the moment when somebody looks. */
export interface Watched {
  readonly sources: readonly Source[];
  readonly monitor: SourceMonitor;
}

const seconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** A registry of its own: two gateways in one process do not mix. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `trailgraph_${name}`, help, labelNames, registers });
  const histogram = (name: string, help: string, labelNames: string[]) =>
    new Histogram({ name: `trailgraph_${name}`, help, labelNames, buckets: seconds, registers });

  const operations = counter('operations_total', 'Answers, by the first fault code, or OK.', [
    'operation',
    'code',
  ]);
  const durations = histogram('operation_duration_seconds', 'From request to answer.', ['operation']);
  const events = counter('events_returned_total', 'Events that were handed out.', ['account']);
  const upstreamCalls = counter('upstream_calls_total', 'Calls to ActionTrail, by fault code, or OK.', [
    'account',
    'api',
    'code',
  ]);
  const upstreamDurations = histogram('upstream_call_duration_seconds', 'Without the wait for a turn.', [
    'api',
  ]);
  const avoided = counter('upstream_calls_avoided_total', 'Calls that memory or a twin made needless.', [
    'by',
  ]);
  const disagreements = counter('disagreements_total', 'Events that ActionTrail matched and we would not.', [
    'field',
  ]);
  const lost = counter('access_records_lost_total', 'Access records that could not be written.');

  const nameOf = boundedNames();
  const recorders: { readonly [Kind in Fact['kind']]: (fact: Extract<Fact, { kind: Kind }>) => void } = {
    operation(fact) {
      const operation = nameOf(fact.name);
      operations.inc({ operation, code: fact.codes[0] ?? 'OK' });
      durations.observe({ operation }, fact.durationMs / 1000);
      for (const [account, count] of Object.entries(fact.events)) events.inc({ account }, count);
      if (fact.avoided.memory > 0) avoided.inc({ by: 'memory' }, fact.avoided.memory);
      if (fact.avoided.coalescing > 0) avoided.inc({ by: 'coalescing' }, fact.avoided.coalescing);
    },
    upstreamCall({ account, api, code, durationMs }) {
      upstreamCalls.inc({ account, api, code: code ?? 'OK' });
      upstreamDurations.observe({ api }, durationMs / 1000);
    },
    disagreement: ({ field }) => disagreements.inc({ field }),
    recordLost: () => lost.inc(),
  };
  return {
    record: (fact) => (recorders[fact.kind] as (one: Fact) => void)(fact),
    watch: (watched) => watch(watched, registers),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

const healths: readonly SourceHealth[] = ['HEALTHY', 'THROTTLED', 'DEGRADED', 'CIRCUIT_OPEN'];

/** As in `extensions.upstream.quotaLeft`. */
const horizonSeconds = 10;

function watch({ sources, monitor }: Watched, registers: Registry[]): void {
  const gauge = (name: string, help: string, read: (source: Source) => number) => {
    const measured: Gauge = new Gauge({
      name: `trailgraph_${name}`,
      help,
      labelNames: ['account', 'region'],
      registers,
      collect: () => {
        for (const source of sources) {
          const { account, region } = source;
          measured.set({ account, region }, read(source));
        }
      },
    });
  };
  gauge(
    'quota_calls_per_second',
    'LookupEvents calls that this process makes at the most, as things are.',
    (source) => monitor.statusOf(source).callsPerSecond,
  );
  gauge(
    'quota_waiting',
    'Calls in line. Sources that share a quota share the line: do not add them up.',
    (source) => monitor.statusOf(source).waiting,
  );
  gauge(
    'quota_wait_seconds',
    'How long a call that came now would wait for its turn.',
    (source) => monitor.statusOf(source).estimatedWaitMs / 1000,
  );
  gauge('quota_left', 'Calls that could still begin within ten seconds.', (source) => {
    const { callsPerSecond, estimatedWaitMs } = monitor.statusOf(source);
    return Math.max(0, Math.floor((horizonSeconds - estimatedWaitMs / 1000) * callsPerSecond) + 1);
  });
  gauge('source_health', `0 ${healths[0]}, 1 ${healths[1]}, 2 ${healths[2]}, 3 ${healths[3]}.`, (source) =>
    healths.indexOf(monitor.statusOf(source).health),
  );
}

/** Names are clients' text: the first short ones are told apart, so that no client can make series, or texts, without end. */
const maxNames = 100;
const maxNameLength = 100;

function boundedNames(): (name: string | null) => string {
  const known = new Set<string>();
  return (name) => {
    if (name === null) return 'unnamed';
    if (name.length > maxNameLength || (!known.has(name) && known.size >= maxNames)) return 'other';
    known.add(name);
    return name;
  };
}
