import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultRules } from '../../src/model/fault.ts';
import { createMetrics } from '../../src/server/index.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const operations = read('docs/operations.md');
const pages = globSync(['*.md', 'docs/*.md', 'schema/*.md', 'src/*.md', 'bench/*.md'], { cwd: root });

/** The first cells of the table below a heading, as the texts in backticks that they hold. */
function firstCells(page: string, heading: string): string[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const cells = [...section.matchAll(/^\| (`[^|]*) \|/gm)].map((match) => match[1] ?? '');
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
}

describe('the documents', () => {
  it('name every error code for operators and for clients, and no other', () => {
    const codes = Object.keys(faultRules).sort();
    expect(firstCells(operations, 'When something is wrong').sort()).toEqual(codes);
    expect(firstCells(read('schema/README.md'), 'Error codes').sort()).toEqual(codes);
  });

  it('name every metric of ours, and no other', async () => {
    const metrics = createMetrics();
    const statusOf = () => {
      throw new Error('There is no source to be asked for.');
    };
    metrics.watch({ sources: [], monitor: { statusOf } });
    const names = [...(await metrics.text()).matchAll(/^# HELP (trailgraph_\w+)/gm)].map((match) => match[1]);
    expect(firstCells(operations, 'Metrics').sort()).toEqual(names.sort());
  });

  it.each(pages)('%s links only to what is there', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });

  it('name only settings that the example configuration shows', () => {
    const example = read('trailgraph.example.yaml');
    const sections = [...example.matchAll(/^(?:# )?(\w+):/gm)].map((match) => match[1]).join('|');
    const named = [...operations.matchAll(new RegExp(`\`(?:${sections})\\.(\\w+)`, 'g'))].map(
      (match) => match[1],
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((key) => !new RegExp(`\\b${key}:`).test(example))).toEqual([]);
  });

  it('point from each promise of SECURITY.md to tests that exist', () => {
    const section = read('SECURITY.md').split('## Promises')[1]?.split('\n## ')[0] ?? '';
    const cells = [...section.matchAll(/\| ([^|]+) \|$/gm)].map((match) => match[1] ?? '');
    const tests = cells.flatMap((cell) => {
      const names = [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
      return names.map((name, index) => {
        const folder = dirname(names.slice(0, index).findLast((before) => before.startsWith('test/')) ?? '');
        return name.startsWith('test/') ? name : join(folder, name);
      });
    });
    expect(tests.length).toBeGreaterThan(8);
    expect(tests.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
