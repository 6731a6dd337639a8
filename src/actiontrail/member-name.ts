import { memoized } from './memoized.ts';
import { redactText } from './redact-text.ts';
import { type Judgement, judgeName } from './secret-names.ts';

/** What the name of a member tells, whatever its value. */
export interface MemberName {
  readonly key: string;
  readonly judgement: Judgement;
  /** Bodies of forms come as keys at times: `{"Password=…": ""}`. */
  readonly shown: string;
  readonly isShown: boolean;
  /** What it adds to an RFC 6901 pointer. */
  readonly step: string;
  /** It may be the half of a pair that another member names. */
  readonly mayHoldValue: boolean;
}

/** Only such as may be shown are remembered. */
export const memberName: (key: string) => MemberName = memoized(
  (key) => {
    const shown = key.length < 64 && /^[\w.-]*$/.test(key) ? key : redactText(key);
    return {
      key,
      judgement: judgeName(key),
      shown,
      isShown: shown === key,
      step: `/${shown.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      mayHoldValue: /value|default/i.test(key),
    };
  },
  ({ isShown }) => isShown,
);
