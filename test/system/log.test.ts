import { mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { oneLine } from '../../src/model/json.ts';
import { wholeLines } from '../../src/system/lines.ts';
import { jsonLog, openLines } from '../../src/system.ts';
import { fakeClock } from '../support/fake-clock.ts';

const clock = fakeClock('2026-11-20T12:00:00Z');

function written(fields: Record<string, unknown>, lowest: 'debug' | 'info' | 'warn' = 'info'): string[] {
  const lines: string[] = [];
  jsonLog(lowest, (line) => lines.push(line), clock)('info', 'it happened', fields);
  return lines;
}

describe('the log', () => {
  it('is one JSON object a line', () => {
    const [line = ''] = written({ requestId: 'r-1', count: 2, path: undefined });
    expect(line).toMatch(/^{.*}\n$/);
    expect(JSON.parse(line)).toEqual({
      level: 'info',
      time: '2026-11-20T12:00:00.000Z',
      requestId: 'r-1',
      count: 2,
      event: 'it happened',
    });
  });

  it('leaves out what is below its level', () => {
    expect(written({}, 'warn')).toEqual([]);
    expect(written({}, 'debug')).toHaveLength(1);
  });

  it.each([
    ['a line feed', '\n'],
    ['a carriage return', '\r'],
    ['a colour', '\u001b[31m'],
    ['NUL', '\0'],
    ['DEL', '\u007f'],
    ['a C1 control', '\u009b31m'],
    ['NEL', '\u0085'],
    ['a line separator', '\u2028'],
    ['a paragraph separator', '\u2029'],
    ['a turn of direction', '\u202e'],
    ['an isolate', '\u2066'],
    ['a joiner', '\u200d'],
    ['a byte order mark', '\ufeff'],
    ['the end of its object', '"},{"level":"error'],
    ['half a surrogate pair', '\ud800'],
  ])('lets %s not out of its text', (_what, text) => {
    const [line = '', ...more] = written({ value: `a${text}b`, nested: { [text]: [text] } });
    expect(more).toEqual([]);
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(JSON.parse(line)).toMatchObject({ level: 'info', value: `a${text}b` });
  });

  it('cuts what is too long', () => {
    const [line = ''] = written({ value: 'x'.repeat(1_000_000) });
    expect(line.length).toBeLessThan(9000);
  });

  it('does not fail when nobody reads it any more', () => {
    const closed = () => {
      throw new Error('EPIPE');
    };
    expect(() => jsonLog('info', closed, clock)('info', 'it happened')).not.toThrow();
  });
});

describe('lines in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trailgraph-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are there when the call returns, behind those that were there, for their owner alone', () => {
    const file = join(folder, 'access.log');
    openLines({ file }).write('one\n');
    openLines({ file }).write(oneLine('"\u2028"\n'));
    expect(readFileSync(file, 'utf8')).toBe('one\n"\\u2028"\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('go on in a new file when the old one was moved away', () => {
    const file = join(folder, 'moved.log');
    const lines = openLines({ file });
    lines.write('one\n');
    renameSync(file, `${file}.1`);
    lines.reopen();
    lines.write('two\n');
    expect([readFileSync(`${file}.1`, 'utf8'), readFileSync(file, 'utf8')]).toEqual(['one\n', 'two\n']);
  });

  it.each(['/dev/full'])('that cannot be written throw (%s)', (file) => {
    expect(() => openLines({ file }).write('one\n')).toThrow('ENOSPC');
  });

  it.each([
    [0, 'two\n'],
    [2, 'on\ntwo\n'],
    [3, 'one\ntwo\n'],
  ])('that broke off after %d bytes do not spoil the next one', (space, written) => {
    const disk = { left: space, text: '' };
    const write = wholeLines((bytes) => {
      if (disk.left === 0) throw new Error('ENOSPC');
      const taken = bytes.subarray(0, disk.left);
      disk.left -= taken.length;
      disk.text += Buffer.from(taken).toString();
      return taken.length;
    });
    expect(() => write('one\n')).toThrow('ENOSPC');
    disk.left = 100;
    write('two\n');
    expect(disk.text).toBe(written);
  });

  it('that cannot be opened throw', () => {
    expect(() => openLines({ file: join(folder, 'missing', 'access.log') })).toThrow('ENOENT');
  });
});
