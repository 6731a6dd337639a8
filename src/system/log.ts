import { pino } from 'pino';
import type { Clock } from '../model/clock.ts';
import { oneLine } from '../model/json.ts';
import type { LogLevel, Observer } from '../model/observer.ts';

/** The longest text in a line, in characters; a stack is the longest that is meant to be there. */
const maxText = 8192;

/** One JSON object a line, written before it returns. Nobody who reads the log can stop the gateway by leaving. */
export function jsonLog(lowest: LogLevel, write: (line: string) => void, clock: Clock): Observer['log'] {
  const destination = {
    write: (line: string) => {
      try {
        write(oneLine(line));
      } catch {
        // There is nobody left to tell.
      }
    },
  };
  const logger = pino(
    {
      level: lowest,
      base: null,
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return (level, event, fields = {}) => {
    if (logger.isLevelEnabled(level)) logger[level]({ event, ...capped(fields) });
  };
}

function capped(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]) =>
    typeof value === 'string' && value.length > maxText
      ? [name, `${value.slice(0, maxText)}…`]
      : [name, value],
  );
  return Object.fromEntries(entries);
}
