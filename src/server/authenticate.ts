import type { AuthConfig } from '../config.ts';
import type { Clock } from '../model/clock.ts';
import type { Viewer } from '../model/grant.ts';
import { anonymousWith } from '../model/grant.ts';
import { openApiKeys } from './api-keys.ts';
import type { HttpRequest } from './http.ts';
import { KeysUnavailable } from './key-set.ts';
import { remembering, Unproven } from './proof.ts';
import { Refusal } from './refusal.ts';
import { openTokens } from './tokens.ts';

/**
 * Who sent a request, by its head alone. Rejects with UNAUTHENTICATED where that is not proved, with one message whatever
 * is wrong: the reason is for the log.
 */
export type Authenticate = (request: HttpRequest) => Promise<Viewer>;

export interface AuthenticateOptions {
  readonly auth: AuthConfig;
  readonly clock: Clock;
}

/** `authorization: Bearer` with an API key or a token of a configured issuer; without one, whom the configuration lets in. */
export function createAuthenticate({ auth, clock }: AuthenticateOptions): Authenticate {
  const apiKeys = openApiKeys(auth, clock);
  const tokens = openTokens(auth.issuers, clock);
  const anonymous = auth.anonymous === null ? null : anonymousWith(auth.anonymous);
  const viewerOf = remembering(
    async (credential) =>
      credential.startsWith('tg_') ? apiKeys.proofOf(credential) : tokens.proofOf(credential),
    clock,
  );
  const prove = async (header: string | null): Promise<Viewer> => {
    if (header === null && anonymous !== null) return anonymous;
    if (header === null) throw new Unproven('no credentials');
    const [, credential] = bearer.exec(header) ?? [];
    if (credential === undefined) throw new Unproven('not a single bearer credential');
    return viewerOf(credential);
  };
  return async (request) => {
    if (mayHoldCredential(request.query)) throw inUrl();
    try {
      return await prove(request.header('authorization'));
    } catch (error) {
      if (error instanceof KeysUnavailable) throw notNow(error.message);
      throw error instanceof Unproven ? unauthenticated(error.message) : error;
    }
  };
}

/** Everybody is this one viewer. */
export function admitAll(viewer: Viewer): Authenticate {
  return async () => viewer;
}

const bearer = /^Bearer +([\x21-\x7e]{1,8192})$/i;

/** Names under which credentials travel, and what ours and others' look like. */
const credentialInUrl =
  /(?:^|&)(?:access_token|authorization|bearer|token|jwt|api_?key|key|x-api-key)=|tg_[0-9a-f]{12}_|(?<![\w-])eyJ[\w-]+\.eyJ/i;

function mayHoldCredential(query: string): boolean {
  return query !== '' && credentialInUrl.test(query);
}

function unauthenticated(reason: string): Refusal {
  return new Refusal(
    401,
    'This needs a valid credential: `authorization: Bearer` with a token or an API key.',
    { 'www-authenticate': 'Bearer' },
    'UNAUTHENTICATED',
    { reason },
  );
}

function inUrl(): Refusal {
  return new Refusal(
    400,
    'A credential in the address ends up in logs and histories: send it as `authorization: Bearer`, and replace it if it was real.',
  );
}

/** Not a 401: the token may be good, and whoever threw it away would have to sign in again. */
function notNow(reason: string): Refusal {
  const message =
    'Tokens cannot be checked at the moment: the keys of their issuer are not to be had. Try again.';
  return new Refusal(503, message, { 'retry-after': '5' }, 'UPSTREAM_UNAVAILABLE', { reason });
}
