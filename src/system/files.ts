import { readFileSync } from 'node:fs';
import { systemCodeOf } from '../model/system-code.ts';

/** The text of a file; null when there is none. Throws when it cannot be read, or its folder not be looked into. */
export function readFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
