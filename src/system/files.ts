import { existsSync, readFileSync } from 'node:fs';

/** The text of a file; null when there is none. Throws when it cannot be read. */
export function readFile(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
