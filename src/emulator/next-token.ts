import { createHmac } from 'node:crypto';
import type { Position } from './dataset/walk.ts';
import { apiError } from './errors.ts';

/**
 * A token is base64 of JSON with the keys that the official example decodes to: account, eventId, logId and time
 * (ms), which name the last event of the page. `check` binds it to the request it was given for. It holds no
 * window and no offset, and stays valid over restarts with the same seed.
 */
export interface TokenCodec {
  issue(at: Position, bound: TokenBinding): string;
  /** Throws InvalidNextToken unless this very request was given the token. */
  read(token: string, bound: TokenBinding): Position;
}

export interface TokenBinding {
  readonly accountId: string;
  readonly region: string;
  /** Every parameter that has to stay the same from page to page. */
  readonly question: readonly string[];
}

export function createTokenCodec(seed: string): TokenCodec {
  const check = (at: Position, { accountId, region, question }: TokenBinding): string =>
    createHmac('sha256', `next-token ${seed}`)
      .update(JSON.stringify([accountId, region, at.second, at.id, ...question]))
      .digest('base64url')
      .slice(0, 22);

  return {
    issue: (at, bound) => {
      const { accountId } = bound;
      const token = {
        account: accountId,
        check: check(at, bound),
        eventId: at.id,
        logId: `20-${accountId}`,
        time: at.second * 1000,
      };
      return Buffer.from(JSON.stringify(token)).toString('base64');
    },
    read: (token, bound) => {
      const { eventId, time, check: claimed } = decode(token);
      if (typeof eventId !== 'string' || typeof time !== 'number') throw apiError('InvalidNextToken');
      const at = { id: eventId, second: time / 1000 };
      if (claimed !== check(at, bound)) throw apiError('InvalidNextToken');
      return at;
    },
  };
}

function decode(token: string): Record<string, unknown> {
  try {
    const bytes = Buffer.from(token, 'base64');
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    // Node skips what is no base64, so that a token which lost or gained a character could pass.
    if (bytes.toString('base64') !== token) throw apiError('InvalidNextToken');
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Not JSON: refused below like every other token that is not ours.
  }
  throw apiError('InvalidNextToken');
}
