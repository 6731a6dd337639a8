import type { Finding } from './finding.ts';

const toleratedMs = 30_000;
/** Documented for signatures: a request is accepted 15 minutes early or late. */
const refusedMs = 15 * 60_000;

/** `aheadMs`: by how much this machine's clock is ahead, as each address tells it. None told it: nothing to say. */
export function checkClock(aheadMs: readonly number[]): Finding[] {
  const [ahead] = aheadMs.toSorted((a, b) => Math.abs(a) - Math.abs(b));
  if (ahead === undefined) return [];
  const seconds = Math.round(Math.abs(ahead) / 1000);
  const found =
    seconds <= 1
      ? "agrees with Alibaba Cloud's"
      : `${seconds} seconds ${ahead > 0 ? 'ahead of' : 'behind'} Alibaba Cloud's`;
  if (Math.abs(ahead) <= toleratedMs) return [{ check: 'clock', status: 'ok', found }];
  const status = Math.abs(ahead) < refusedMs ? 'warning' : 'failed';
  const advice = 'Set the clock and keep it by NTP: from 15 minutes on, every signature is refused.';
  return [{ check: 'clock', status, found, advice }];
}
