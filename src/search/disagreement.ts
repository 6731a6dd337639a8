import type { Observer } from '../model/observer.ts';
import type { ReaderParts } from './reader.ts';

/** Fields about which it has been said once that ActionTrail matches otherwise than we would. */
const told = new WeakMap<Observer, Set<string>>();

/**
 * ActionTrail is the authority on what it was asked to match. Where our own reading of such an event disagrees, our
 * facts are wrong: worth a line in the log, once per field.
 */
export function disagreementLog(observer: Observer): ReaderParts['onEvent'] {
  const fields = told.get(observer) ?? new Set<string>();
  told.set(observer, fields);
  return (event, { branch }) => {
    for (const term of branch.pushed) {
      if (fields.has(term.field) || term.matches(event)) continue;
      fields.add(term.field);
      observer.log(
        'warn',
        'ActionTrail matched an event that our own evaluation of the filter would not have.',
        {
          field: term.field,
          eventId: event.eventId,
        },
      );
    }
  };
}
