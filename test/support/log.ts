import { type LogLevel, type Observer, silent } from '../../src/model/observer.ts';

export interface LogLine {
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** An observer, and what it was told to log. */
export function keptLog(): { readonly log: LogLine[]; readonly observer: Observer } {
  const log: LogLine[] = [];
  return {
    log,
    observer: { ...silent, log: (level, event, fields = {}) => log.push({ level, event, fields }) },
  };
}
