import type { TimeWindow as TimeWindowModel } from '../model/action-trail.ts';
import type { AskedWindow } from '../model/question.ts';
import { formatSecond } from '../model/time.ts';
import { builder } from './builder.ts';

export const TimeWindow = builder.objectRef<TimeWindowModel>('TimeWindow').implement({
  description: 'Half-open: `start` <= time < `end`, in whole seconds.',
  fields: (t) => ({
    start: t.field({ type: 'DateTime', nullable: false, resolve: ({ start }) => formatSecond(start) }),
    end: t.field({ type: 'DateTime', nullable: false, resolve: ({ end }) => formatSecond(end) }),
  }),
});

export const TimeWindowInput = builder.inputType('TimeWindowInput', {
  description:
    'Half-open: `start` <= eventTime < `end`. Without a start: the last 7 days before the end. The first page ' +
    'freezes a relative window, and its cursors carry it on; relative bounds are rounded outwards to whole ' +
    'minutes, absolute ones to whole seconds. What ActionTrail no longer keeps is clipped, with a warning.',
  fields: (t) => ({
    start: t.field({ type: 'DateTime', description: 'Inclusive.' }),
    end: t.field({ type: 'DateTime', description: 'Exclusive; left out: now.' }),
    past: t.field({ type: 'Duration', description: 'The start, counted back from now. Excludes `start`.' }),
    settledOnly: t.boolean({
      defaultValue: false,
      description:
        'Clips the end to what late arrivals can no longer change (`scan.settledBefore`), for exports: the next one ' +
        'goes on with `start` at the end of this `window`.',
    }),
  }),
});

/** What a window argument says, in the words of the model. */
export function askedWindow(window: typeof TimeWindowInput.$inferInput | null | undefined): AskedWindow {
  return {
    startMs: window?.start ?? null,
    endMs: window?.end ?? null,
    pastSeconds: window?.past ?? null,
    settledOnly: window?.settledOnly ?? false,
  };
}
