import { readdirSync, readFileSync } from 'node:fs';
import { isObject, type JsonObject, parseJson } from '../../../src/actiontrail/json.ts';

const folder = new URL('../../fixtures/upstream/sample-events/', import.meta.url);

/** Every published event, by the name of its file; of files that hold a whole answer, the events in it. */
export const samples: readonly (readonly [file: string, event: JsonObject])[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) =>
    eventsIn(parseJson(readFileSync(new URL(file, folder), 'utf8'))).map((event) => [file, event] as const),
  );

export function sample(name: string): JsonObject {
  const found = samples.find(([file]) => file.startsWith(name));
  if (found === undefined) throw new Error(`No sample ${name}.`);
  return found[1];
}

function eventsIn(content: unknown): readonly JsonObject[] {
  if (!isObject(content)) return [];
  const answer = isObject(content.body) ? content.body : content;
  return Array.isArray(answer.Events) ? answer.Events.filter(isObject) : [content];
}
