import type { Continuation, EventLookUp } from '../model/action-trail.ts';
import type { Clock } from '../model/clock.ts';
import { openMemory } from '../model/memory.ts';
import { bytesOf } from './event-bytes.ts';
import { type KnownList, openKnownList } from './known-list.ts';
import { listKey } from './question-key.ts';
import type { Stretch } from './stretch.ts';

/** A stretch as it is kept. */
export interface KeptPage {
  readonly stretch: Stretch;
  /** Wall time, epoch milliseconds, of what may still change; Infinity for what cannot. */
  readonly readAtMs: number;
  /** On the monotonic clock, milliseconds. */
  readonly until: number;
}

/** Where a token leads: behind this event. And by which pages it is told. */
interface Token {
  readonly eventId: string;
  readonly toldBy: readonly string[];
}

/** What a page takes beside its events: places in lists, windows, keys. */
const bytesPerPage = 2000;
const bytesPerToken = 800;

/** Pages by key and by the list they belong to, and tokens, in one room of so many bytes. */
export interface PageStore {
  page(key: string): KeptPage | null;
  /** `list`: where others may find it; null for what only the same question may have. */
  putPage(key: string, page: KeptPage, list: string | null): void;
  list(key: string): KnownList | undefined;
  /** The event behind which a token leads; null when that is not known. */
  eventBefore(whole: EventLookUp, from: Continuation): string | null;
  putToken(whole: EventLookUp, next: Continuation, token: Token): void;
  /** With the pages that tell it. */
  dropToken(whole: EventLookUp, from: Continuation): void;
}

export function openPageStore({ clock, maxBytes }: { clock: Clock; maxBytes: number }): PageStore {
  const memory = openMemory<KeptPage | Token>(maxBytes);
  const lists = new Map<string, KnownList>();
  const tokenAt = (key: string): Token | null => {
    const kept = memory.get(key);
    return kept !== undefined && 'eventId' in kept ? kept : null;
  };
  return {
    page(key) {
      const kept = memory.get(key);
      return kept !== undefined && 'stretch' in kept && kept.until > clock.elapsed() ? kept : null;
    },
    putPage(key, page, list) {
      const bytes = bytesPerPage + 2 * key.length + bytesOf(page.stretch.events);
      const known = list === null ? null : (lists.get(list) ?? openKnownList());
      memory.set(key, page, bytes, () => {
        known?.remove(page.stretch);
        if (list !== null && known?.isEmpty() === true) lists.delete(list);
      });
      if (known === null || list === null || memory.get(key) === undefined) return;
      lists.set(list, known);
      known.add(key, page.stretch);
    },
    list: (key) => lists.get(key),
    eventBefore: (whole, from) => tokenAt(tokenKey(whole, from))?.eventId ?? null,
    putToken: (whole, next, token) => memory.set(tokenKey(whole, next), token, bytesPerToken),
    dropToken(whole, from) {
      const key = tokenKey(whole, from);
      for (const page of tokenAt(key)?.toldBy ?? []) memory.delete(page);
      memory.delete(key);
    },
  };
}

function tokenKey(whole: EventLookUp, { window, token }: Continuation): string {
  return JSON.stringify(['token', listKey(whole), window.start, window.end, token]);
}
