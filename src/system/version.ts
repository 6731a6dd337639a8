import { readFileSync } from 'node:fs';

/** Of this package, as its manifest says. */
export function ownVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return JSON.parse(manifest).version;
}
