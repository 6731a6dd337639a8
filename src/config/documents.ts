import type { Outside } from './outside.ts';
import type { Problem } from './problems.ts';
import { section, text } from './values.ts';

export interface DocumentsConfig {
  /** The only documents that are answered, by id; null: any document is. */
  readonly only: ReadonlyMap<string, string> | null;
}

export const documentsSection = section({
  only: text('the path of a JSON file', /^[^\0]{1,4096}$/).exactOptional(),
});

/** A JSON object of ids and texts, as `npm run schema` writes it for our own operations. */
export function readDocuments(
  file: string | undefined,
  outside: Outside,
): { readonly only: DocumentsConfig['only']; readonly problems: readonly Problem[] } {
  if (file === undefined) return { only: null, problems: [] };
  const documents = mapIn(file, outside);
  if (documents !== null) return { only: documents, problems: [] };
  const expected = 'a JSON file with an object of ids and the texts of their documents, at least one';
  return {
    only: null,
    problems: [{ path: 'documents.only', expected, got: `the file ${JSON.stringify(file)}` }],
  };
}

function mapIn(file: string, { readFile }: Outside): ReadonlyMap<string, string> | null {
  try {
    const value: unknown = JSON.parse(readFile(file) ?? '');
    const entries =
      typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
    return entries.length > 0 && entries.every(isText) ? new Map(entries) : null;
  } catch {
    return null;
  }
}

function isText(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string';
}
