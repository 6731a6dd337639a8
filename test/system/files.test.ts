import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFile } from '../../src/system.ts';

describe('a file', () => {
  it('is read whole', () => {
    expect(readFile(import.meta.filename)).toContain('is read whole');
  });

  it('that is not there is null', () => {
    expect(readFile(join(import.meta.dirname, 'nothing'))).toBeNull();
  });

  it.each([
    ['a folder', import.meta.dirname, 'EISDIR'],
    ['a path below a file', join(import.meta.filename, 'below'), 'ENOTDIR'],
  ])('that cannot be read is not called missing: %s', (_, path, code) => {
    expect(() => readFile(path)).toThrow(code);
  });
});
