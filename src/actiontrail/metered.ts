import type { ActionTrail } from '../model/action-trail.ts';
import { type Call, withOwnTally } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { Fault, faultRules } from '../model/fault.ts';
import type { Observer } from '../model/observer.ts';
import type { Source } from '../model/source.ts';

/** A layer: one log line a call, with what ActionTrail's support asks for and nothing that an answer said. */
export function metered({ clock, observer }: { readonly clock: Clock; readonly observer: Observer }) {
  return (next: ActionTrail): ActionTrail => {
    const meter = async <Result>(
      action: string,
      source: Source,
      call: Call,
      run: (call: Call) => Promise<Result>,
    ): Promise<Result> => {
      const own = withOwnTally(call);
      const start = clock.elapsed();
      const line = () => ({
        requestId: call.requestId,
        action,
        account: source.account,
        region: source.region,
        durationMs: Math.round(clock.elapsed() - start),
        calls: own.tally.upstreamCalls,
        upstreamRequestId: own.tally.upstreamRequestIds.at(-1) ?? null,
      });
      try {
        const result = await run(own);
        observer.log('debug', 'upstream call', line());
        return result;
      } catch (error) {
        if (error instanceof Fault) {
          const { upstreamCode = null, upstreamAddress } = error.detail;
          observer.log(faultRules[error.code].logLevel, 'upstream call failed', {
            ...line(),
            code: error.code,
            upstreamCode,
            ...(upstreamAddress !== undefined && { upstreamAddress }),
          });
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
