import { arrivalOf, type Walk } from './dataset/walk.ts';
import { writeEvent } from './dataset/write-event.ts';
import { jsonText } from './json-text.ts';
import { type EventStore, ownList } from './lookup-events.ts';

/** An event of the emulator's own list, with what an answer does not tell. */
export interface OwnEvent {
  readonly id: string;
  /** Epoch seconds: its place in the order, also where the event itself tells no time. */
  readonly time: number;
  /** The epoch second from which look-ups find it. */
  readonly arrival: number;
  /** The text as it is sent. Numbers beyond 2^53 are exact here only. */
  readonly json: string;
  /** `json`, parsed. */
  readonly event: Readonly<Record<string, unknown>>;
}

/** Everything that can be seen now of half-open `[start, end)` in epoch seconds, in FORWARD order. */
export interface OwnQuestion {
  readonly accountId: string;
  readonly region: string;
  readonly start: number;
  readonly end: number;
}

export function ownEvents(
  store: EventStore,
  { accountId, region, start, end }: OwnQuestion,
): readonly OwnEvent[] {
  const asked: Omit<Walk, 'direction'> = {
    accountId,
    region,
    from: Math.ceil(start),
    to: Math.ceil(end) - 1,
  };
  const { delaySeconds } = store.sight();
  return [...ownList(store, asked)].map((row) => {
    const json = jsonText(writeEvent(row));
    const event: Readonly<Record<string, unknown>> = JSON.parse(json);
    return { id: row.id, time: row.second, arrival: arrivalOf(row, delaySeconds), json, event };
  });
}
