import { badUserInput, Fault } from '../model/fault.ts';
import { memberAt } from '../model/json.ts';

/** The only documents that are answered, by id: by convention the SHA-256 of the text, in hex. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/**
 * The body with the text that its id stands for. The id comes as `documentId`, or as Apollo's clients send it in
 * `extensions.persistedQuery.sha256Hash`. Throws FORBIDDEN for a text of the client's own, an id beside it or not, and
 * for an id that is not in the list.
 */
export function withTrustedText(
  { query, documentId, ...body }: Readonly<Record<string, unknown>>,
  documents: TrustedDocuments,
): Readonly<Record<string, unknown>> {
  if (query != null) {
    throw new Fault(
      'FORBIDDEN',
      'Only listed documents are answered here: send `documentId`, and no `query`.',
    );
  }
  const ids = [documentId, memberAt(body.extensions, ['persistedQuery', 'sha256Hash'])].filter(
    (id) => id !== undefined,
  );
  const [id] = ids;
  if (typeof id !== 'string' || ids.some((other) => other !== id)) {
    throw badUserInput('Expected one id, as `documentId` or `extensions.persistedQuery.sha256Hash`.');
  }
  const text = documents.get(id);
  if (text === undefined)
    throw new Fault('FORBIDDEN', 'Only listed documents are answered here; this is none.');
  return { ...body, query: text };
}
