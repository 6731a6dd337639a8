import type { EventResource } from '../model/event.ts';
import { isObject, type JsonObject } from './json.ts';
import { textOf, withLowerCamelKeys } from './raw.ts';
import { redactString } from './redact.ts';

/**
 * What the event touched: `resourceType` with `resourceName`, then `referencedResources`; each resource once, in the
 * order in which ActionTrail names them.
 */
export function parseResources(
  event: JsonObject,
  accountId: string,
  redactions: string[],
): readonly EventResource[] {
  const named = [...joined(event), ...referenced(event.referencedResources)];
  const resources = distinct(named).map(([type, name], index) => {
    const at = `/resources/${index}`;
    return Object.freeze({
      accountId,
      type: type === null ? null : redactString(type, `${at}/type`, redactions),
      name: redactString(name, `${at}/name`, redactions),
    });
  });
  return Object.freeze(resources);
}

type TypedName = readonly [type: string | null, name: string];

function distinct(named: readonly TypedName[]): readonly TypedName[] {
  return named.length < 2 ? named : [...new Map(named.map((one) => [JSON.stringify(one), one])).values()];
}

/** Types are separated by `;`, and so are their names, in the same order; names of one type by `,`. */
function joined({ resourceType, resourceName }: JsonObject): readonly TypedName[] {
  const names = textOf(resourceName);
  if (names === null) return [];
  const types = (textOf(resourceType) ?? '').split(';');
  return names.split(';').flatMap((group, index) => namesOf(group.split(','), types[index]));
}

/** Type to names, or (seen in older events) a list of objects shaped like the pair above. */
function referenced(resources: unknown): readonly TypedName[] {
  if (Array.isArray(resources)) return resources.flatMap((item) => joined(withLowerCamelKeys(item)));
  if (!isObject(resources)) return [];
  return Object.entries(resources).flatMap(([type, names]) =>
    namesOf(Array.isArray(names) ? names : [names], type),
  );
}

function namesOf(names: readonly unknown[], type: string | undefined): readonly TypedName[] {
  const trimmed = textOf(type?.trim());
  return names.flatMap((raw): readonly TypedName[] => {
    const name = textOf(textOf(raw)?.trim());
    return name === null ? [] : [[trimmed, name]];
  });
}
