import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { systemCodeOf } from '../model/system-code.ts';

/** What an address says to a request without a signature, which costs no quota. */
export type Reach =
  | {
      readonly isReached: true;
      /** True when the answer carries a request id, as every answer of Alibaba Cloud does. */
      readonly isAlibaba: boolean;
      /** By how much this machine's clock is ahead, milliseconds; null where the answer has no date. */
      readonly aheadMs: number | null;
    }
  | { readonly isReached: false; readonly found: string; readonly advice: string };

/** So long one address may take from its name to the head of the answer. */
const timeoutMs = 5000;

/** `now`: epoch milliseconds. Never rejects. */
export function reach(url: URL, now: () => number): Promise<Reach> {
  const place = `${url.hostname}, port ${url.port || (url.protocol === 'http:' ? 80 : 443)}`;
  const sentAt = now();
  return new Promise((resolve) => {
    const send = url.protocol === 'http:' ? requestHttp : requestHttps;
    const request = send(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      response.destroy();
      const { date, 'x-acs-request-id': requestId } = response.headers;
      const told = Date.parse(date ?? '');
      // A date has whole seconds and was written somewhere between the request and the answer.
      const aheadMs = Number.isNaN(told) ? null : Math.round((sentAt + now()) / 2 - (told + 500));
      resolve({ isReached: true, isAlibaba: requestId !== undefined, aheadMs });
    });
    request.on('error', (error) => resolve({ isReached: false, ...explain(error, place) }));
    request.end();
  });
}

type Rule = readonly [code: RegExp, found: string, advice: string];

const rules: readonly Rule[] = [
  [
    /^(ENOTFOUND|EAI_AGAIN|EAI_)/,
    'there is no such name',
    'Look for a typing error in the region or in `endpoint`; ask the DNS of this machine for the name.',
  ],
  [/^ECONNREFUSED/, 'nothing listens there', 'Look at `endpoint`, and at firewalls on the way.'],
  [
    /^(CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|ERR_TLS|HOSTNAME_MISMATCH)/,
    'its certificate is not trusted',
    'If a proxy of yours opens TLS, name its CA in NODE_EXTRA_CA_CERTS.',
  ],
  [
    /^(HPE_|EPROTO|ERR_SSL)/,
    'it speaks something else than expected',
    'Look at `endpoint`: https:// for Alibaba Cloud, and no port of something else.',
  ],
  [
    /^(ETIMEDOUT|ABORT_ERR|TimeoutError|EHOSTUNREACH|ENETUNREACH)/,
    'no answer in 5 seconds',
    'A firewall may drop the packets: outgoing connections to that port have to be open.',
  ],
];

function explain(error: Error, place: string) {
  const code = systemCodeOf(error) ?? error.name;
  const [, what, advice] = rules.find(([pattern]) => pattern.test(code)) ?? [
    code,
    'the connection failed',
    'Look at the network between this machine and that address.',
  ];
  return { found: `${place}: ${what} (${code})`, advice };
}
