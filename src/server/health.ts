import { type HttpAnswer, jsonAnswer } from './http.ts';

/** What `gateway` knows about being ready. Never "the upstream is up": an outage there must not remove all replicas. */
export interface Readiness {
  readonly isReady: boolean;
  /** True when the sources are invented. */
  readonly emulated: boolean;
}

const uncached = { 'cache-control': 'no-store' };

/** The process answers: nothing else is looked at. */
export function liveness(): HttpAnswer {
  return jsonAnswer(200, { status: 'alive' }, uncached);
}

export function readinessAnswer({ isReady, emulated }: Readiness, isDraining: boolean): HttpAnswer {
  const status = isDraining ? 'draining' : isReady ? 'ready' : 'starting';
  return jsonAnswer(status === 'ready' ? 200 : 503, { status, emulated }, uncached);
}
