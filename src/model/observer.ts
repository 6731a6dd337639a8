export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What belongs to no single answer goes sideways through here. `main` decides where it ends up. */
export interface Observer {
  /**
   * One structured line. `event` is a short constant sentence; `fields` are plain JSON values.
   * Callers never put event content, secrets or upstream message texts into `fields`.
   */
  log(level: LogLevel, event: string, fields?: Readonly<Record<string, unknown>>): void;
}
