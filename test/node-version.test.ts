import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const commands = Object.keys(scripts).filter((name) => /\bnode .*\bsrc\/.*\.ts\b/.test(scripts[name]));

describe('an old Node', () => {
  it.each(commands)('is told what to do before it meets the sources: npm run %s', (name) => {
    expect(scripts[`pre${name}`]).toBe('node src/node-version.js');
  });

  it('is asked for by every command of a user', () => {
    expect(commands).toEqual(['start', 'dev', 'doctor', 'emulator', 'keys']);
  });
});
