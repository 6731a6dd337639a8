import { systemCodeOf } from '../model/system-code.ts';

/** Where a configuration and its values may come from. */
export interface Outside {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file; null when there is none. May throw. */
  readFile(path: string): string | null;
}

/** Why a file was not read. */
export interface Unread {
  readonly expected: string;
  readonly got: string;
  readonly isMissing: boolean;
}

export function readText(file: string, maxBytes: number, { readFile }: Outside): string | Unread {
  let text: string | null;
  try {
    text = readFile(file);
  } catch (error) {
    const got = systemCodeOf(error) ?? 'an error';
    return { expected: `to read the file ${file}`, got, isMissing: false };
  }
  if (text === null) return { expected: `the file ${file}`, got: 'no such file', isMissing: true };
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxBytes) return text;
  return { expected: `at most ${maxBytes} bytes in the file ${file}`, got: `${bytes}`, isMissing: false };
}
