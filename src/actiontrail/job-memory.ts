import type { Clock } from '../model/clock.ts';
import { type DeliveryJob, isTerminal } from '../model/delivery-job.ts';
import { lasts } from '../model/lasting.ts';
import { openMemory } from '../model/memory.ts';

/** Jobs that are over, by key. */
export interface JobMemory {
  /** What is recalled lasts. */
  recall(key: string): DeliveryJob | null;
  keep(key: string, job: DeliveryJob): void;
}

/** A job that is over does not change any more, but somebody may delete it: it is looked for again after a while. */
const keptForMs = 10 * 60_000;
const largestBytes = 1024 * 1024;

export function openJobMemory({ clock, maxBytes }: { clock: Clock; maxBytes: number }): JobMemory {
  const memory = openMemory<{ readonly job: DeliveryJob; readonly until: number }>(
    Math.min(maxBytes, largestBytes),
  );
  return {
    recall(key) {
      const known = memory.get(key);
      return known === undefined || known.until <= clock.elapsed() ? null : known.job;
    },
    keep(key, job) {
      const regions = job.regions ?? [];
      if (!isTerminal(job.status) || !regions.every(({ status }) => isTerminal(status))) return;
      const bytes = 2 * (key.length + JSON.stringify(job).length);
      const until = clock.elapsed() + keptForMs;
      const lasting = Object.freeze({ ...job, [lasts]: () => until > clock.elapsed() });
      memory.set(key, { job: lasting, until }, bytes);
    },
  };
}
