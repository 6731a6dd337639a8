import { section, text } from './values.ts';

/** Where access records go; null: nowhere. */
export type AccessLogTarget = 'stdout' | { readonly file: string } | null;

export function accessLogSection(isProduction: boolean) {
  return section({
    to: text('"stdout", "off" or the path of a file, at most 1024 characters', /^[^\p{Cc}]{1,1024}$/u)
      .default(isProduction ? 'stdout' : 'off')
      .transform((to): AccessLogTarget => (to === 'stdout' ? to : to === 'off' ? null : { file: to })),
  });
}
