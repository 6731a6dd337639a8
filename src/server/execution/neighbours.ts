import type { FieldWriter } from './field.ts';
import { keeping } from './keeping.ts';
import { quickFields, quickly } from './quick.ts';
import { quickFieldsOf } from './quick-field.ts';
import { allOf, type Write } from './text.ts';

/** Fields that stand beside each other and need nothing but their object are written, and kept, as one. */
export function neighboursOf(typeName: string, fields: readonly FieldWriter[]): readonly Write[] {
  const groups: FieldWriter[][] = [];
  for (const field of fields) {
    const last = groups.at(-1);
    if (field.isPure && last?.[0]?.isPure === true) last.push(field);
    else groups.push([field]);
  }
  return groups.map((group) => {
    const write = allOf(group.map((field) => field.write));
    if (group[0]?.isPure !== true) return write;
    const quick = quickFieldsOf(group);
    const key = `${typeName} ${group.map((field) => field.key).join(' ')}`;
    return keeping(key, quick === null ? write : quickly(quickFields(quick), write), write);
  });
}
