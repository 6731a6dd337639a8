import type { Observer } from '../model/observer.ts';
import type { ReaderParts } from './reader.ts';

/**
 * ActionTrail is the authority on what it was asked to match. Where our own reading of such an event disagrees, our
 * facts are wrong: counted, and worth a line in the log the first time and at every tenfold, per field.
 */
export function createDisagreements(observer: Observer): ReaderParts['onEvent'] {
  const counts = new Map<string, number>();
  return (event, { branch }) => {
    for (const { field, matches } of branch.pushed) {
      if (matches(event)) continue;
      const count = (counts.get(field) ?? 0) + 1;
      counts.set(field, count);
      observer.record({ kind: 'disagreement', field });
      if (!/^10*$/.test(String(count))) continue;
      observer.log(
        'warn',
        'ActionTrail matched an event that our own evaluation of the filter would not have.',
        {
          field,
          count,
          eventId: event.eventId,
        },
      );
    }
  };
}
