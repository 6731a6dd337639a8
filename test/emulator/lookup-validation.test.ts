import { afterEach, describe, expect, it } from 'vitest';
import type { Behaviour, Emulator } from '../../src/emulator/index.ts';
import { callV3, DAY, iso, NOW_SECOND, type Params, start } from './support.ts';

const at = (seconds: number): string => iso(NOW_SECOND + seconds);
const window = (start: number, end: number): Params => ({ StartTime: at(start), EndTime: at(end) });

describe('parameters of LookupEvents', () => {
  let emulator: Emulator;
  afterEach(() => emulator.close());

  const ask = async (params: Params, behaviour: Partial<Behaviour> = {}) => {
    emulator = await start({ behaviour, events: 2000 });
    return callV3(emulator, 'LookupEvents', params);
  };

  it.each<[string, Params, string]>([
    ['a start that is no time', { StartTime: 'x', EndTime: at(0) }, 'InvalidParameterStartTime'],
    [
      'a start with milliseconds',
      { StartTime: '2026-11-19T00:00:00.000Z', EndTime: at(0) },
      'InvalidParameterStartTime',
    ],
    [
      'a start with an offset',
      { StartTime: '2026-11-19T00:00:00+08:00', EndTime: at(0) },
      'InvalidParameterStartTime',
    ],
    [
      'a day that does not exist',
      { StartTime: '2026-09-31T00:00:00Z', EndTime: at(0) },
      'InvalidParameterStartTime',
    ],
    ['an end that is no time', { StartTime: at(-9), EndTime: '2026-11-20' }, 'InvalidParameterEndTime'],
    ['an end without a start', { EndTime: at(0) }, 'InvalidParameterStartTime'],
    ['a start without an end', { StartTime: at(-9) }, 'InvalidParameterEndTime'],
    ['an end before the start', window(-9, -10), 'InvalidParameterCombination'],
    ['an end at the start', window(-9, -9), 'InvalidParameterCombination'],
    ['a start in the future', window(60, 120), 'InvalidParameterStartTimeExceedsCurrent'],
    ['a start more than 90 days ago', window(-90 * DAY - 1, 0), 'InvalidParameterStartTimeOutOfDate'],
    ['51 results', { MaxResults: '51' }, 'InvalidQueryParameter'],
    ['0 results', { MaxResults: '0' }, 'InvalidQueryParameter'],
    ['a number of results that is none', { MaxResults: 'ten' }, 'InvalidQueryParameter'],
    ['an unknown direction', { Direction: 'forward' }, 'InvalidQueryParameter'],
    ['a token that is none', { NextToken: 'x' }, 'InvalidNextToken'],
    ['a token of the API of 2017', { NextToken: '20' }, 'InvalidNextToken'],
    ['a condition without a key', { 'LookupAttribute.1.Value': 'Ecs' }, 'InvalidLookupAttributesException'],
    ['a condition without a value', { 'LookupAttribute.1.Key': 'User' }, 'InvalidQueryParameter'],
    ['a region that it does not have', { RegionId: 'mars-1' }, 'InvalidParameterValue'],
  ])('refuses %s', async (_, params, code) => {
    const reply = await ask(params);
    expect([reply.status, reply.json.Code]).toEqual([400, code]);
    expect(Object.keys(reply.json)).toEqual(['RequestId', 'HostId', 'Code', 'Message', 'Recommend']);
  });

  it.each<[string, Params]>([
    ['nothing', {}],
    ['an end in the future', window(-9, 9000)],
    ['a start exactly 90 days ago', window(-90 * DAY, 0)],
    ['a span of 55 days', window(-55 * DAY, 0)],
    ['50 results', { MaxResults: '50' }],
    ['empty texts for what is optional', { NextToken: '', MaxResults: '', Direction: '' }],
  ])('accepts %s', async (_, params) => {
    expect((await ask(params)).status).toBe(200);
  });

  it('takes the last seven days, 20 events and BACKWARD where nothing is said, and says so', async () => {
    const { json } = await ask({});
    expect(json).toMatchObject({ StartTime: at(-7 * DAY), EndTime: at(0) });
    expect(json.Events).toHaveLength(20);
    expect(json.Events[0].eventTime > json.Events[19].eventTime).toBe(true);
  });

  it('echoes an end in the future as it came', async () => {
    expect((await ask(window(-9, 9000))).json.EndTime).toBe(at(9000));
  });

  it.each<[string, Partial<Behaviour>, Params, number]>([
    ['thirtyDaySpan refuses 31 days', { thirtyDaySpan: true }, window(-31 * DAY, 0), 400],
    ['thirtyDaySpan accepts 30 days', { thirtyDaySpan: true }, window(-30 * DAY, 0), 200],
    ['maxResultsZero accepts 0', { maxResultsZero: 'default' }, { MaxResults: '0' }, 200],
    ['loneBound accepts an end alone', { loneBound: 'default' }, { EndTime: at(-60) }, 200],
    ['loneBound accepts a start alone', { loneBound: 'default' }, { StartTime: at(-60) }, 200],
  ])('%s', async (_, behaviour, params, status) => {
    expect((await ask(params, behaviour)).status).toBe(status);
  });

  it.each([400, 404] as const)('answers an unknown action with %i, as told', async (invalidActionStatus) => {
    emulator = await start({ behaviour: { invalidActionStatus } });
    expect((await callV3(emulator, 'GetTrail')).status).toBe(invalidActionStatus);
  });
});
