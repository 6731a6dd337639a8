import { describe, expect, it } from 'vitest';
import { doubtfulRegions } from '../../src/config.ts';
import { accountAt } from '../actiontrail/support/wire.ts';

const account = (region: string) => accountAt('https://example.com', { regions: ['cn-hangzhou', region] });

describe('regions', () => {
  it.each([
    ['cn-hangzou', 'The region "cn-hangzou" is not known, did you mean "cn-hangzhou"?'],
    ['ap-souteast-5', 'The region "ap-souteast-5" is not known, did you mean "ap-southeast-5"?'],
    ['xy-somewhere-else', 'The region "xy-somewhere-else" is not known.'],
  ])('that may be misspelt are named: %s', (region, message) => {
    expect(doubtfulRegions([account(region)])).toEqual([{ account: 'main', region, message }]);
  });

  it('are not doubted where they are known, nor where events are invented', () => {
    expect(doubtfulRegions([account('eu-west-2')])).toEqual([]);
    expect(doubtfulRegions([{ ...account('xy-1'), isEmulated: true }])).toEqual([]);
  });
});
