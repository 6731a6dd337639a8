import { describe, expect, it } from 'vitest';
import { createLimiter } from '../../src/emulator/limiter.ts';
import { callV3, createClock, type SignOptions, start } from './support.ts';

describe('the call limit', () => {
  it('lets two LookupEvents calls through in any second and refuses the third', async () => {
    const clock = createClock();
    const emulator = await start({ now: clock.now, callsPerSecond: 2 });
    const call = async (options: SignOptions = {}) =>
      (await callV3(emulator, 'LookupEvents', {}, options)).json.Code;
    expect([await call(), await call(), await call()]).toEqual([undefined, undefined, 'Throttling.User']);
    clock.ms += 999;
    expect(await call()).toBe('Throttling.User');
    clock.ms += 1;
    expect(await call()).toBeUndefined();
    await emulator.close();
  });

  it('is kept per account and per API, over regions unless told otherwise', async () => {
    const outcomes = async (rateScope: 'account' | 'region') => {
      const emulator = await start({ callsPerSecond: 1, behaviour: { rateScope } });
      const codes = [
        await callV3(emulator, 'LookupEvents'),
        await callV3(emulator, 'LookupEvents', { RegionId: 'cn-shanghai' }),
        await callV3(emulator, 'LookupEvents', {}, { account: emulator.accounts[1]! }),
        await callV3(emulator, 'ListDeliveryHistoryJobs'),
      ].map(({ status }) => status);
      await emulator.close();
      return codes;
    };
    expect(await outcomes('account')).toEqual([200, 400, 200, 200]);
    expect(await outcomes('region')).toEqual([200, 200, 200, 200]);
  });

  it('answers with Throttling.User and status 400', async () => {
    const emulator = await start({ callsPerSecond: 1 });
    await callV3(emulator, 'LookupEvents');
    const { status, json } = await callV3(emulator, 'LookupEvents');
    expect({ status, code: json.Code, message: json.Message }).toEqual({
      status: 400,
      code: 'Throttling.User',
      message: 'Request was denied due to user flow control.',
    });
    await emulator.close();
  });

  it('takes ten calls a second about one job, or as many as told', async () => {
    const count = async (rates: { GetDeliveryHistoryJob?: number }) => {
      const emulator = await start({ rates });
      const replies = await Promise.all(
        Array.from({ length: 15 }, () => callV3(emulator, 'GetDeliveryHistoryJob', { JobId: '1' })),
      );
      await emulator.close();
      return replies.filter(({ json }) => json.Code === 'Throttling.User').length;
    };
    expect(await count({})).toBe(5);
    expect(await count({ GetDeliveryHistoryJob: 12 })).toBe(3);
    expect(await count({ GetDeliveryHistoryJob: Infinity })).toBe(0);
  });

  it('does not block a caller after the clock was set back', () => {
    const clock = createClock();
    const limiter = createLimiter(clock.now);
    limiter.accept('key', 1);
    clock.addSeconds(-3600);
    expect(limiter.accept('key', 1)).toBe(true);
  });

  it('never lets a sliding second hold more than the limit', () => {
    const clock = createClock();
    const limiter = createLimiter(clock.now);
    const accepted: number[] = [];
    for (let step = 0; step < 3000; step++) {
      clock.ms += (step * 7) % 13;
      if (limiter.accept('key', 3)) accepted.push(clock.ms);
    }
    expect(accepted.every((time, index) => index < 3 || time - accepted[index - 3]! >= 1000)).toBe(true);
  });
});
