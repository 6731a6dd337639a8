import { readFileSync } from 'node:fs';

/** What Trailgraph answered to the question, read again: the data that every contestant serves. */
export interface PageAnswer {
  readonly data: {
    readonly events: {
      readonly edges: readonly { readonly cursor: string; readonly node: PageNode }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  };
  /** Constant where everything came from memory. */
  readonly extensions: Record<string, unknown>;
}

/** An event with those of its properties that the question selects, named as in the schema and in the model. */
interface PageNode {
  readonly id: string;
  readonly actor: object | null;
  readonly resources: readonly object[];
}

/** `ANSWERS` names a file with the bodies of Trailgraph's answers as a JSON list of texts; the first is the page. */
export function answerTexts(): readonly string[] {
  return JSON.parse(readFileSync(process.env.ANSWERS ?? '', 'utf8'));
}

export function pageAnswer(): PageAnswer {
  return JSON.parse(answerTexts()[0] ?? '');
}
