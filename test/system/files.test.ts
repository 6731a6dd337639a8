import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readFile } from '../../src/system.ts';

const here = import.meta.filename;

it('a file is read, is not there, or is refused by the system: these are three things', () => {
  expect(readFile(here)).toContain('three things');
  expect(readFile(join(here, '../none'))).toBeNull();
  expect(() => readFile(join(here, 'none'))).toThrow('ENOTDIR');
});
