import type { Clock } from '../model/clock.ts';

/** So many answers are looked at, and none that is older: what was slow once must not keep calls out for ever. */
const answersKept = 8;
const keptForMs = 60_000;

/** How long a call takes at the least, judged by the last answers. Zero where nothing is known. */
export interface TypicalTime {
  readonly ms: number;
  note(ms: number): void;
}

export function openTypicalTime(clock: Clock): TypicalTime {
  const answers: { readonly at: number; readonly ms: number }[] = [];
  return {
    get ms() {
      const oldest = clock.elapsed() - keptForMs;
      const recent = answers.filter(({ at }) => at >= oldest).map(({ ms }) => ms);
      return recent.length === 0 ? 0 : Math.min(...recent);
    },
    note(ms) {
      answers.push({ at: clock.elapsed(), ms });
      if (answers.length > answersKept) answers.shift();
    },
  };
}
