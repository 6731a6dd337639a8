import type { ActionTrail } from '../model/action-trail.ts';
import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/fault.ts';
import { openJobMemory } from './job-memory.ts';
import { openPageMemory } from './page-memory.ts';
import { sourceKey } from './question-key.ts';
import { narrowed } from './stretch.ts';

export interface RememberedOptions {
  readonly clock: Clock;
  /** What is older than this cannot change any more, seconds. */
  readonly settleDelaySeconds: number;
  /** For everything that is kept together; 0 keeps nothing. */
  readonly maxBytes: number;
  /** How long a page that may still change is given to others, milliseconds; 0 for not at all. */
  readonly movingEdgeMs: number;
}

/**
 * A layer, the outermost but for `split`: what has been read and cannot change is not asked for again, by whomever, in
 * whatever window or page size. Below the rights: what each viewer may see is decided above.
 */
export function remembered(options: RememberedOptions) {
  const { clock } = options;
  const pages = openPageMemory(options);
  const jobs = openJobMemory(options);
  return (next: ActionTrail): ActionTrail => ({
    ...next,
    async lookUpEvents(lookUp, call) {
      call.signal.throwIfAborted();
      // The same call upstream, told in full: a page that is kept has to be whole for the window it was asked in.
      const whole = { ...lookUp, window: lookUp.from?.window ?? lookUp.window };
      const known = pages.recall(whole);
      if (known !== null) {
        call.tally.countAvoided('memory');
        call.tally.noteReadAt(known.readAtMs);
        return narrowed(known.page, lookUp.window, lookUp.order);
      }
      const readAtMs = clock.now();
      const page = await next.lookUpEvents(whole, call).catch((error: unknown) => {
        if (isRefused(error)) pages.forgetWayTo(whole);
        throw error;
      });
      pages.keep(whole, page, readAtMs);
      return narrowed(page, lookUp.window, lookUp.order);
    },
    async getDeliveryJob(source, jobId, call) {
      call.signal.throwIfAborted();
      const key = `${sourceKey(source)} ${jobId}`;
      const known = jobs.recall(key);
      if (known !== null) {
        call.tally.countAvoided('memory');
        return known;
      }
      const job = await next.getDeliveryJob(source, jobId, call);
      if (job !== null) jobs.keep(key, job);
      return job;
    },
  });
}

function isRefused(error: unknown): boolean {
  return error instanceof Fault && error.code === 'UPSTREAM_REJECTED';
}
