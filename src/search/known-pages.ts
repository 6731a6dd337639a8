import type { TimeWindow } from '../model/action-trail.ts';
import type { Call } from '../model/call.ts';
import type { EventConnection } from '../model/connection.ts';
import type { Grant } from '../model/grant.ts';
import { lasts } from '../model/lasting.ts';
import { openMemory } from '../model/memory.ts';
import { perObject } from '../model/per-object.ts';
import { type EventQuestion, questionKey } from '../model/question.ts';
import { clipToRetention } from './window.ts';

/** A page, and the window that it was asked and read in. */
export interface KnownPage {
  readonly asked: TimeWindow;
  readonly window: TimeWindow;
  readonly length: number;
  /** The same page, its cursors included, with a report of now. */
  again(call: Call): EventConnection;
}

/** Pages made of nothing but what cannot change any more: they need not be made again. */
export interface KnownPages {
  /** `freeze`: the window that the question means at a call; not asked where its cursors tell. What is recalled lasts. */
  recall(question: EventQuestion, call: Call, freeze: (call: Call) => TimeWindow): EventConnection | null;
  keep(question: EventQuestion, call: Call, page: KnownPage): void;
}

/** An edge with its cursor, and the event that it may be the last to hold. */
const bytesPerEdge = 4000;
/** Tokens in its cursors may be refused one day; whoever is led to such a one reads without it. */
const keptForMs = 60_000;

export function createKnownPages(maxBytes: number, elapsed: () => number): KnownPages {
  const pages = openMemory<KnownPage & { readonly until: number }>(maxBytes);
  let grants = 0;
  // Who asks with the same right, and who asks the same again, does so with the same objects.
  const keysOf = perObject((_: Grant) => {
    grants += 1;
    const name = grants;
    return perObject((question: EventQuestion) => `${name} ${questionKey(question)}`);
  });
  const keyOf = (question: EventQuestion, { grant }: Call) => keysOf(grant)(question);
  return {
    recall(question, call, freeze) {
      if (maxBytes === 0) return null;
      const known = pages.get(keyOf(question, call));
      if (known === undefined) return null;
      const { asked, window, until } = known;
      const { after, before } = question.page;
      const isChained = after !== null || before !== null;
      const isStillSo = (at: Call) =>
        until > elapsed() &&
        (isChained || isSame(asked, freeze(at))) &&
        isSame(window, clipToRetention(asked, at));
      return isStillSo(call) ? { ...known.again(call), [lasts]: isStillSo } : null;
    },
    keep(question, call, page) {
      if (maxBytes === 0) return;
      const key = keyOf(question, call);
      const bytes = 2 * key.length + bytesPerEdge * (1 + page.length);
      pages.set(key, { ...page, until: elapsed() + keptForMs }, bytes);
    },
  };
}

function isSame(one: TimeWindow, other: TimeWindow): boolean {
  return one.start === other.start && one.end === other.end;
}
