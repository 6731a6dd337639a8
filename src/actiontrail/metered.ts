import type { ActionTrail } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { Fault, faultRules } from '../model/fault.ts';
import type { Observer, UpstreamCallFact } from '../model/observer.ts';
import { withOwnTally } from '../model/part-of-call.ts';
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
      const span = call.span?.begin('upstream call', { api, account: source.account, region: source.region });
      const { account, region } = source;
      const ended = (code: UpstreamCallFact['code']) => {
        const durationMs = clock.elapsed() - start;
        if (own.tally.upstreamCalls > 0)
          observer.record({ kind: 'upstreamCall', account, api, code, durationMs });
        const upstreamRequestId = own.tally.upstreamRequestIds.at(-1) ?? null;
        span?.end(upstreamRequestId === null ? {} : { upstreamRequestId }, code ?? undefined);
        return {
          requestId: call.requestId,
          action: api,
          account,
          region,
          durationMs: Math.round(durationMs),
          calls: own.tally.upstreamCalls,
          upstreamRequestId,
        };
      };
      try {
        const result = await run(own);
        observer.log('debug', 'upstream call', ended(null));
        return result;
      } catch (error) {
        const line = ended(error instanceof Fault ? error.code : 'ABANDONED');
        if (!(error instanceof Fault)) throw error;
        const { code, detail } = error;
        const { upstreamCode = null, upstreamAddress } = detail;
        observer.log(faultRules[code].logLevel, 'upstream call failed', {
          ...line,
          code,
          upstreamCode,
          ...(upstreamAddress !== undefined && { upstreamAddress }),
        });
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
