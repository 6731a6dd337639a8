import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { asking, invalid, lettered } from './support/attack.ts';
import { startTarget } from './support/target.ts';
import { classes } from './tables/index.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heldBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

describe('an attack', async () => {
  const target = await startTarget();
  const send = (attack: { bytes(known: typeof target.known): Buffer }) =>
    target.send(attack.bytes(target.known));

  // An answer with events costs what events cost: those are weighed by the benchmark.
  const refused = classes.flatMap(({ number, attacks }) =>
    attacks
      .filter(({ code, status }) => status !== 200 || (code !== null && code !== undefined))
      .map((attack) => ({ number, ...attack })),
  );

  it.each(refused)('$number $name: takes less than 100 ms of CPU, client included', async (attack) => {
    const attempts: number[] = [];
    for (let times = 0; times < 5; times += 1) {
      const before = process.cpuUsage();
      await send(attack);
      const { user, system } = process.cpuUsage(before);
      attempts.push((user + system) / 1000);
    }
    expect(Math.min(...attempts)).toBeLessThan(100);
  });

  it('leaves no more than 64 times its bytes behind', async () => {
    const round = async () => {
      let bytes = 0;
      for (const attack of refused) {
        bytes += attack.bytes(target.known).length;
        await send(attack);
      }
      return bytes;
    };
    await round();
    const before = heldBytes();
    const bytes = await round();
    expect(heldBytes() - before).toBeLessThan(64 * bytes);
  });

  it('with ever new documents fills nothing without end', async () => {
    const heavy = (n: number) =>
      asking('', `query Q${n} { ${lettered(990, (a) => `${a}: nope`).slice(0, 9000)} }`, invalid);
    for (let n = 0; n < 1500; n += 1) await send(heavy(n));
    const before = heldBytes();
    for (let n = 1500; n < 4500; n += 1) await send(heavy(n));
    expect(heldBytes() - before).toBeLessThan(32 * 1024 * 1024);
  });
});
