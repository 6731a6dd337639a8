import openapi, { Config, OpenApiRequest, Params } from '@alicloud/openapi-client';
import { RuntimeOptions } from '@alicloud/tea-util';
import type { AccountConfig } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/fault.ts';
import { formatSecond } from '../model/time.ts';
import { readAnswer, type Success } from './answer.ts';
import type { CredentialSource } from './credentials.ts';
import { withinDeadline } from './deadline.ts';
import { connectionFault, type Where, whereDetail } from './faults.ts';
import { ConnectionError, type Transport } from './transport.ts';

type OpenApiClient = InstanceType<typeof openapi.default>;

const apiVersion = '2020-07-06';
const publicEndpoint = 'https://actiontrail.{region}.aliyuncs.com';

export type Action = 'LookupEvents' | 'GetDeliveryHistoryJob' | 'ListDeliveryHistoryJobs';

/** One signed call of an operation, with parameters as they go on the wire. `RegionId` is added. */
export type CallAction = (
  where: Where & { readonly action: Action },
  query: Readonly<Record<string, string>>,
  call: Call,
) => Promise<Success>;

export interface ClientParts {
  readonly accounts: readonly AccountConfig[];
  readonly transport: Transport;
  readonly credentialsOf: (account: string) => CredentialSource;
  readonly clock: Clock;
  /** A nonce per call. The client's own come from a space so small that they repeat under load. */
  readonly newNonce: () => string;
  readonly callTimeoutMs: number;
}

/** Signs (V3) and sends through @alicloud/openapi-client. Rejects with a `Fault` or with the reason of the call's signal. */
export function createClient(parts: ClientParts): CallAction {
  const { transport, clock, newNonce, callTimeoutMs: limitMs } = parts;
  const clients = openClients(parts);
  return async (where, query, call) => {
    const client = clients.get(clientKey(where.account, where.region));
    if (client === undefined) {
      throw new Fault('INTERNAL', `No client for ${where.account} in ${where.region}.`);
    }
    const request = { ...query, RegionId: where.region };
    const headers = {
      // Both stand in for what the client would make up: its nonces repeat, its date is not our clock's.
      'x-acs-signature-nonce': newNonce(),
      'x-acs-date': formatSecond(Math.floor(clock.now() / 1000)),
    };
    const detail = whereDetail(where);
    const answer = await withinDeadline({ call, clock, limitMs, where: detail }, (signal) =>
      transport
        .exchange(
          (signed) => callApi(client, where.action, request, signed),
          headers,
          signal,
          () => call.tally.countCall(),
          () => call.tally.noteWritten(),
        )
        .catch((error: unknown) => {
          throw translate(error, where, signal);
        }),
    );
    return readAnswer(answer, where, (id) => call.tally.noteRequestId(id));
  };
}

function callApi(
  client: OpenApiClient,
  action: string,
  query: Record<string, string>,
  headers: Record<string, string>,
): Promise<unknown> {
  const params = new Params({
    action,
    version: apiVersion,
    protocol: 'HTTPS',
    pathname: '/',
    method: 'POST',
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    // Handed on unread. Any other type would be read by the client, see `transport.ts`.
    bodyType: 'binary',
  });
  return client.callApi(params, new OpenApiRequest({ query, headers }), new RuntimeOptions({}));
}

/** What signing threw may hold the request with its headers, so of an unknown error only the kind goes on. */
function translate(error: unknown, where: Where, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof Fault) return error;
  if (error instanceof ConnectionError) return connectionFault(error, where);
  const kind = error instanceof Error ? error.name : typeof error;
  return new Fault('INTERNAL', `${where.action} could not be sent (${kind}).`, whereDetail(where));
}

function openClients({ accounts, credentialsOf }: ClientParts): ReadonlyMap<string, OpenApiClient> {
  const clients = new Map<string, OpenApiClient>();
  for (const account of accounts) {
    const credential = credentialsOf(account.name);
    const byAddress = new Map<string, OpenApiClient>();
    for (const region of account.regions) {
      const address = endpointOf(account, region);
      const client = byAddress.get(address.href) ?? newClient(address, credential);
      byAddress.set(address.href, client);
      clients.set(clientKey(account.name, region), client);
    }
  }
  return clients;
}

function newClient({ host, protocol }: URL, credential: CredentialSource): OpenApiClient {
  return new openapi.default(
    new Config({
      endpoint: host,
      protocol: protocol === 'http:' ? 'HTTP' : 'HTTPS',
      userAgent: 'trailgraph',
      credential,
    }),
  );
}

/** Throws for an endpoint that is no address of a server: a path or a user in it would be dropped silently. */
export function endpointOf({ name, endpoint }: AccountConfig, region: string): URL {
  const written = (endpoint ?? publicEndpoint).replaceAll('{region}', region);
  const url = URL.canParse(written) ? new URL(written) : null;
  const isBare =
    url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (url === null || !isBare || !/^https?:$/.test(url.protocol)) {
    const shown = JSON.stringify(written.replace(/\/\/.*@/, '//…@'));
    throw new Error(
      `accounts[${name}].endpoint: expected http:// or https:// and a host, without a path, got ${shown}.`,
    );
  }
  return url;
}

function clientKey(account: string, region: string): string {
  return JSON.stringify([account, region]);
}
