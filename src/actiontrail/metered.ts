import type { ActionTrail } from '../model/action-trail.ts';
import { type Call, withOwnTally } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { Fault, type FaultCode, faultRules } from '../model/fault.ts';
import type { Observer } from '../model/observer.ts';
import type { Source } from '../model/source.ts';

/** A layer: counts and times each call, and logs a line with what ActionTrail's support asks for, not what it said. */
export function metered({ clock, observer }: { readonly clock: Clock; readonly observer: Observer }) {
  return (next: ActionTrail): ActionTrail => {
    const meter = async <Result>(
      api: string,
      source: Source,
      call: Call,
      run: (call: Call) => Promise<Result>,
    ): Promise<Result> => {
      const own = withOwnTally(call);
      const start = clock.elapsed();
      const { account, region } = source;
      const ended = (code: FaultCode | null) => {
        const durationMs = clock.elapsed() - start;
        if (own.tally.upstreamCalls > 0)
          observer.record({ kind: 'upstreamCall', account, api, code, durationMs });
        return {
          requestId: call.requestId,
          action: api,
          account,
          region,
          durationMs: Math.round(durationMs),
          calls: own.tally.upstreamCalls,
          upstreamRequestId: own.tally.upstreamRequestIds.at(-1) ?? null,
        };
      };
      try {
        const result = await run(own);
        observer.log('debug', 'upstream call', ended(null));
        return result;
      } catch (error) {
        if (error instanceof Fault) {
          const { code, detail } = error;
          const { upstreamCode = null } = detail;
          const line = { ...ended(code), code, upstreamCode };
          observer.log(faultRules[code].logLevel, 'upstream call failed', line);
        }
        throw error;
      }
    };
    return {
      lookUpEvents: (lookUp, call) =>
        meter('LookupEvents', lookUp.source, call, (own) => next.lookUpEvents(lookUp, own)),
      getDeliveryJob: (source, jobId, call) =>
        meter('GetDeliveryHistoryJob', source, call, (own) => next.getDeliveryJob(source, jobId, own)),
      listDeliveryJobs: (source, page, call) =>
        meter('ListDeliveryHistoryJobs', source, call, (own) => next.listDeliveryJobs(source, page, own)),
    };
  };
}
