import type { FieldWriter } from './field.ts';
import { keeping } from './keeping.ts';
import { quickFields, quickly } from './quick.ts';
import { quickFieldsOf } from './quick-field.ts';
import { allOf, type Write } from './text.ts';

/** Fields that stand beside each other and need nothing but their object are written, and kept, as one. */
export function stretchesOf(typeName: string, fields: readonly FieldWriter[]): readonly Write[] {
  const stretches: FieldWriter[][] = [];
  for (const field of fields) {
    const last = stretches.at(-1);
    if (field.isPure && last?.[0]?.isPure === true) last.push(field);
    else stretches.push([field]);
  }
  return stretches.map((stretch) => {
    const write = allOf(stretch.map((field) => field.write));
    if (stretch[0]?.isPure !== true) return write;
    const quick = quickFieldsOf(stretch);
    const key = `${typeName} ${stretch.map((field) => field.key).join(' ')}`;
    return keeping(key, quick === null ? write : quickly(quickFields(quick), write), write);
  });
}
