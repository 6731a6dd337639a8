import { createHash } from 'node:crypto';
import type { EventOrder, TimeWindow } from '../model/action-trail.ts';
import type { EventFilter } from '../model/filter.ts';
import type { AskedWindow } from '../model/question.ts';
import type { Source } from '../model/source.ts';
import { askedKeyLength, type Resume, readRecord, writeRecord } from './cursor-record.ts';
import { invalidCursor, maxRecordLength, type Sealer } from './seal.ts';

/** What a cursor is bound to, beside the window. */
export interface CursorScope {
  readonly sources: readonly Source[];
  readonly order: EventOrder;
  readonly filter: EventFilter;
}

export interface EventCursors {
  /** One for each place, at once. */
  seal(resumes: readonly Resume[]): readonly string[];
  /** Throws INVALID_CURSOR unless it was sealed for this scope and for a window asked for in the same words. */
  open(cursor: string): Resume;
}

/** Cursors of one question. The window counts as the same when asked in the same words or as the frozen instants. */
export function eventCursors(sealer: Sealer, scope: CursorScope, asked: AskedWindow): EventCursors {
  const sources = scope.sources.map(({ accountId, region }) => [accountId, region]);
  const context = digest('events', [scope.order, sources, canonical(scope.filter)]);
  const askedKey = digest('window', canonical(asked));
  return {
    seal(resumes) {
      const records = resumes.map((resume) => {
        const record = writeRecord({ ...resume, askedKey });
        return record.length <= maxRecordLength ? record : writeRecord({ ...resume, askedKey, hint: null });
      });
      return sealer.seal(records, context);
    },
    open(cursor) {
      const record = readRecord(sealer.open(cursor, context));
      if (record === null) throw invalidCursor();
      if (!record.askedKey.equals(askedKey) && !isSameWindow(asked, record.window)) throw invalidCursor();
      return record;
    },
  };
}

function isSameWindow({ startMs, endMs, settledOnly }: AskedWindow, { start, end }: TimeWindow): boolean {
  return startMs === start * 1000 && endMs === end * 1000 && settledOnly !== true;
}

/** The same value for the same meaning: keys in order, and nothing that says nothing. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .filter(([, member]) => member != null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => [key, canonical(member)]);
}

/** A short name for a JSON value, for use as a key. */
function digest(kind: string, value: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([kind, value]))
    .digest()
    .subarray(0, askedKeyLength);
}
