import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { violations } from './support/architecture.ts';

const src = join(import.meta.dirname, '../src');
const sources = new Map(
  globSync('**/*.ts', { cwd: src }).map((path) => [path, readFileSync(join(src, path), 'utf8')]),
);
const lengths = [...sources.values()].map((source) => source.split('\n').length - 1).sort((a, b) => a - b);

describe('the house', () => {
  it('keeps every import, door, package, size and machine access where it belongs', () => {
    expect(violations(sources)).toEqual([]);
  });

  it('keeps the median file under 100 lines and nine of ten under 200', () => {
    expect(lengths.at(lengths.length * 0.5)).toBeLessThanOrEqual(100);
    expect(lengths.at(Math.floor(lengths.length * 0.9))).toBeLessThanOrEqual(200);
  });
});

const bad: readonly [complaint: string, files: Record<string, string>][] = [
  ['a.ts: the room a has no rule', { 'a.ts': "import { x } from './b.ts';" }],
  ['model/a.ts: model may not import search', { 'model/a.ts': "import { x } from '../search/index.ts';" }],
  [
    'search/a.ts: search may not import actiontrail',
    { 'search/a.ts': "import type { X } from '../actiontrail/index.ts';" },
  ],
  [
    'emulator/a.ts: emulator may not import model',
    { 'emulator/a.ts': "import type { X } from '../model/event.ts';" },
  ],
  [
    'graphql/a.ts: graphql may import only types of loaders',
    { 'graphql/a.ts': "import { x } from '../loaders/index.ts';" },
  ],
  [
    'gateway.ts: imports search/seal.ts past the door of search',
    { 'gateway.ts': "import { x } from './search/seal.ts';" },
  ],
  ['model/a.ts: model may not import the package zod', { 'model/a.ts': "import { z } from 'zod';" }],
  [
    'server/a.ts: server may not import the package graphql-http',
    { 'server/a.ts': "import x from 'graphql-http';" },
  ],
  [
    'search/a.ts: search may not import the package dataloader',
    { 'search/a.ts': "const x = await import('dataloader');" },
  ],
  [
    'cycle: model/a.ts -> model/b.ts -> model/a.ts',
    {
      'model/a.ts': "import type { B } from './b.ts';",
      'model/b.ts': "import type {\n  A\n} from './a.ts';",
    },
  ],
  ['model/a.ts: 401 lines, the house stops at 400', { 'model/a.ts': '\n'.repeat(401) }],
  ['model/a.ts: export *', { 'model/a.ts': "export * from './b.ts';" }],
  ['model/a.ts: default export', { 'model/a.ts': 'export default 1;' }],
  ['search/a.ts: touches the clock', { 'search/a.ts': 'const t = Date.now();' }],
  ['search/a.ts: touches timers', { 'search/a.ts': 'setTimeout(f, 1);' }],
  ['config.ts: touches process', { 'config.ts': 'const e = process.env.HOME;' }],
  ['search/a.ts: touches randomness', { 'search/a.ts': 'const n = Math.random();' }],
  ['server/a.ts: touches console', { 'server/a.ts': "console.log('x');" }],
];

describe('the check itself', () => {
  it.each(bad)('complains: %s', (complaint, files) => {
    expect(violations(new Map(Object.entries(files)))).toContain(complaint);
  });

  it('reads no import and no machine access out of a comment', () => {
    const commented = "// setTimeout(f, 1)\n/* process.env */\nconst url = 'http://x';\n";
    expect(violations(new Map([['model/a.ts', commented]]))).toEqual([]);
  });
});
