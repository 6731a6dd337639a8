import type { AccountConfig } from '../model/account.ts';
import { didYouMean } from './problems.ts';

/**
 * Where ActionTrail has an endpoint: the OpenAPI metadata of version 2020-07-06 (2025-12), and what version 2.6.1 of
 * Alibaba Cloud's own SDK adds (2026-08). There will be more: a name that is not here is doubted, not refused.
 */
const knownRegions: readonly string[] = [
  'cn-hangzhou cn-shanghai cn-nanjing cn-qingdao cn-beijing cn-zhangjiakou cn-huhehaote cn-wulanchabu cn-shenzhen',
  'cn-heyuan cn-guangzhou cn-chengdu cn-hongkong cn-zhongwei cn-shanghai-finance-1 cn-north-2-gov-1',
  'ap-northeast-1 ap-northeast-2 ap-southeast-1 ap-southeast-3 ap-southeast-5 ap-southeast-6 ap-southeast-7',
  'ap-southeast-8 us-west-1 us-east-1 us-southeast-1 na-south-1 eu-west-1 eu-west-2 eu-central-1 me-east-1',
  'me-central-1',
].flatMap((line) => line.split(' '));

/** A region that may be misspelt, in words: `"cn-hangzou" of account "main", did you mean "cn-hangzhou"?` */
export interface RegionDoubt {
  readonly account: string;
  readonly region: string;
  readonly message: string;
}

/** The regions of real accounts that nobody has told us of. An emulator may have any. */
export function doubtfulRegions(accounts: readonly AccountConfig[]): readonly RegionDoubt[] {
  return accounts
    .filter(({ isEmulated }) => !isEmulated)
    .flatMap(({ name: account, regions }) =>
      regions
        .filter((region) => !knownRegions.includes(region))
        .map((region) => ({
          account,
          region,
          message: `The region ${JSON.stringify(region)} is not known${didYouMean(region, knownRegions) || '.'}`,
        })),
    );
}
