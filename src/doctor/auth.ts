import type { ApiKeyConfig, AuthConfig, IssuerConfig } from '../config.ts';
import { systemCodeOf } from '../model/system-code.ts';
import type { Finding } from './finding.ts';

/** Whether the issuers' keys can be had, and the API keys are still good. `nowMs`: epoch milliseconds. */
export async function checkAuth({ issuers, apiKeys }: AuthConfig, nowMs: number): Promise<Finding[]> {
  const ofIssuers = await Promise.all(issuers.map(checkIssuer));
  return [...ofIssuers, ...apiKeys.flatMap((key) => checkApiKey(key, nowMs))];
}

/** As long as the gateway waits for them. */
const timeoutMs = 2000;

async function checkIssuer({ issuer, jwksUrl }: IssuerConfig): Promise<Finding> {
  const check = `issuer ${issuer}`;
  try {
    const answer = await fetch(jwksUrl, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    const body: unknown = answer.status === 200 ? await answer.json() : null;
    const keys = typeof body === 'object' && body !== null && 'keys' in body ? body.keys : null;
    if (Array.isArray(keys) && keys.length > 0)
      return { check, status: 'ok', found: `${jwksUrl.host} has ${keys.length} keys` };
    return {
      check,
      status: 'failed',
      found: `${jwksUrl.host} answered ${answer.status}, without keys`,
      advice: 'Compare jwksUrl with `jwks_uri` of <issuer>/.well-known/openid-configuration.',
    };
  } catch (error) {
    const { cause, name } = error as Error;
    const code = systemCodeOf(cause) ?? name;
    return {
      check,
      status: 'failed',
      found: `${jwksUrl.host} gave no usable answer (${code})`,
      advice: 'This machine has to reach jwksUrl; its certificate has to be trusted.',
    };
  }
}

const soonMs = 14 * 86_400_000;

function checkApiKey({ id, client, expiresMs }: ApiKeyConfig, nowMs: number): Finding[] {
  if (expiresMs > nowMs + soonMs) return [];
  const day = new Date(expiresMs).toISOString().slice(0, 10);
  return [
    {
      check: `API key ${id}`,
      status: 'warning',
      found: `that of ${client} ${expiresMs > nowMs ? 'expires' : 'expired'} on ${day}`,
      advice: `Make another with \`trailgraph keys create --client ${client}\`, and take this one away.`,
    },
  ];
}
