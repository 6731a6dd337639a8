import { createHash } from 'node:crypto';
import type { Condition, EventOrder, TimeWindow } from '../model/action-trail.ts';
import type { AskedWindow } from '../model/question.ts';
import type { Source } from '../model/source.ts';
import {
  askedKeyLength,
  type Hint,
  type Position,
  type Resume,
  readRecord,
  writeRecord,
} from './cursor-record.ts';
import { invalidCursor, maxRecordLength, type Sealer } from './seal.ts';

/** What a cursor is bound to, beside the window. */
export interface CursorScope {
  readonly sources: readonly Source[];
  readonly order: EventOrder;
  readonly conditions: readonly Condition[];
}

export interface EventCursors {
  seal(window: TimeWindow, position: Position, hint: Hint): string;
  /** Throws INVALID_CURSOR unless it was sealed for this scope and for a window asked for in the same words. */
  open(cursor: string): Resume;
}

/** Cursors of one question. The window counts as the same when asked in the same words or as the frozen instants. */
export function eventCursors(sealer: Sealer, scope: CursorScope, asked: AskedWindow): EventCursors {
  const context = digest('events', scopeKey(scope));
  const askedKey = digest('window', [asked.startMs ?? null, asked.endMs ?? null, asked.pastSeconds ?? null]);
  return {
    seal(window, position, hint) {
      const record = writeRecord({ askedKey, window, position, hint });
      const fitting =
        record.length <= maxRecordLength ? record : writeRecord({ askedKey, window, position, hint: null });
      return sealer.seal(fitting, context);
    },
    open(cursor) {
      const record = readRecord(sealer.open(cursor, context));
      if (record === null) throw invalidCursor();
      if (!record.askedKey.equals(askedKey) && !isSameWindow(asked, record.window)) throw invalidCursor();
      return record;
    },
  };
}

function isSameWindow({ startMs, endMs }: AskedWindow, { start, end }: TimeWindow): boolean {
  return startMs === start * 1000 && endMs === end * 1000;
}

function scopeKey({ sources, order, conditions }: CursorScope): unknown {
  return [order, sources.map(({ accountId, region }) => [accountId, region]), conditions];
}

/** A short name for a JSON value, for use as a key. */
function digest(kind: string, value: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([kind, value]))
    .digest()
    .subarray(0, askedKeyLength);
}
