import type { Billing } from './slot.ts';
import { bursts } from './stories/bursts.ts';
import { dailyWork } from './stories/daily-work.ts';
import { deniedCalls } from './stories/denied-calls.ts';
import { oddShapes } from './stories/odd-shapes.ts';
import { platform } from './stories/platform.ts';
import { resourceLives } from './stories/resource-lives.ts';
import { roleChains } from './stories/role-chains.ts';
import { secrets } from './stories/secrets.ts';
import { signIns } from './stories/sign-ins.ts';

/** What is told in a region. */
export const regionalProgramme: readonly Billing[] = [
  { story: dailyWork, share: 0.56 },
  { story: roleChains, share: 0.1 },
  { story: resourceLives, share: 0.09 },
  { story: bursts, share: 0.08 },
  { story: deniedCalls, share: 0.06 },
  { story: platform, share: 0.06 },
  { story: secrets, share: 0.04 },
  { story: oddShapes, share: 0.01 },
];

/** What is told of the account as a whole: sign-ins, users, resource groups. */
export const globalProgramme: readonly Billing[] = [
  { story: dailyWork, share: 0.46 },
  { story: signIns, share: 0.42 },
  { story: deniedCalls, share: 0.06 },
  { story: secrets, share: 0.05 },
  { story: oddShapes, share: 0.01 },
];
