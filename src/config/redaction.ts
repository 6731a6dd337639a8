import type { z } from 'zod';
import { canHide, hideablePointers, type Redaction } from '../model/redaction.ts';
import { list, map, names, text, textThat } from './values.ts';

const selector = text('a service or event name', /^[A-Za-z0-9_.:-]{1,128}$/);

/** Levels by name; each is what it hides, in the events that a rule names or in all. */
export const redactionSection = names(
  list(
    map({
      service: selector.exactOptional(),
      event: selector.exactOptional(),
      pointer: textThat(
        `an RFC 6901 pointer to what can be hidden: ${hideablePointers.join(', ')}, or below the last four`,
        canHide,
      ),
    }),
    'a list of at least one rule',
  ),
);

export function levelsOf(written: z.output<typeof redactionSection>): ReadonlyMap<string, Redaction> {
  return new Map(
    Object.entries(written).map(([level, rules]) => [
      level,
      {
        level,
        rules: rules.map(({ service = null, event = null, pointer }) => ({ service, event, pointer })),
      },
    ]),
  );
}
