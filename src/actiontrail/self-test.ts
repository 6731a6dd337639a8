import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccountConfig } from '../model/account.ts';
import { Tally } from '../model/call.ts';
import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/fault.ts';
import { closedGrant } from '../model/grant.ts';
import { silent } from '../model/observer.ts';
import { createClient } from './client.ts';
import { openCredentials } from './credentials.ts';
import type { Transport } from './transport.ts';

/**
 * One call to a server of our own on the loopback, through the real client. The server answers what the client's own
 * transport would lose: a status with a page that is not JSON. Throws when anything but our transport carried it, for
 * instance because an update moved what the transport replaces. Takes milliseconds.
 */
export async function selfTest(transport: Transport, clock: Clock): Promise<void> {
  let authorization = '';
  const server = createServer((request, response) => {
    authorization = request.headers.authorization ?? '';
    response.writeHead(503, { 'x-acs-request-id': requestId, connection: 'close' }).end('<html>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const outcome = await callOnce((server.address() as AddressInfo).port, transport, clock);
    const isSigned = authorization.startsWith('ACS3-HMAC-SHA256 Credential=self-test,');
    if (outcome !== `UPSTREAM_UNAVAILABLE ${requestId}` || !isSigned) {
      throw new Error(
        'Self-test of the ActionTrail transport: expected one signed call whose status and request id arrive, got ' +
          `${outcome}, ${isSigned ? 'signed' : 'not signed'}. Run \`npm ci\` to restore the pinned @alicloud packages and httpx.`,
      );
    }
  } finally {
    server.close();
  }
}

const requestId = 'SELF-TEST';

async function callOnce(port: number, transport: Transport, clock: Clock): Promise<string> {
  const account: AccountConfig = {
    name: 'self-test',
    id: '0',
    regions: ['local'],
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { type: 'static', accessKeyId: 'self-test', accessKeySecret: 'self-test' },
    isEmulated: true,
  };
  const credentials = openCredentials(account, { clock, observer: silent });
  const callAction = createClient({
    accounts: [account],
    transport,
    credentialsOf: () => credentials,
    clock,
    newNonce: () => 'self-test',
    callTimeoutMs: 5000,
  });
  const call = {
    requestId: 'self-test',
    nowMs: clock.now(),
    deadline: Number.POSITIVE_INFINITY,
    signal: new AbortController().signal,
    tally: new Tally(),
    viewer: 'self-test',
    grant: closedGrant,
  };
  try {
    await callAction({ account: 'self-test', region: 'local', action: 'LookupEvents' }, {}, call);
    return 'an answer';
  } catch (error) {
    return error instanceof Fault
      ? `${error.code} ${error.detail.upstreamRequestId ?? 'without request id'}`
      : 'an error';
  }
}
