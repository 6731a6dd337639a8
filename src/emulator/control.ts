import type { IncomingHttpHeaders } from 'node:http';
import type { HttpCall } from './call.ts';
import { type Fault, type FaultBook, faultKinds } from './faults.ts';
import type { Settings } from './options.ts';
import { type OwnQuestion, ownEvents } from './own-events.ts';
import type { Recorder } from './recorder.ts';
import type { Service } from './service.ts';

export const CONTROL_PREFIX = '/_emulator';

export interface Control {
  /** Status and JSON-able body. `from` is the address that the connection comes from. */
  handle(call: HttpCall, from: string | undefined): ControlAnswer;
}

export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface Parts {
  readonly settings: Settings;
  readonly service: Service;
  readonly faults: FaultBook;
  readonly recorder: Recorder;
}

type Route = (parts: Parts, call: HttpCall) => ControlAnswer;

const ROUTES: Readonly<Record<string, Route>> = {
  'GET /_emulator': (parts) => ok(overview(parts)),
  'GET /_emulator/faults': ({ faults }) => ok(faults.list()),
  'POST /_emulator/faults': ({ faults }, call) => ok(faults.add(faultIn(call))),
  'DELETE /_emulator/faults': ({ faults }, call) => {
    const id = call.query.get('id');
    if (id === null) faults.clear();
    else if (!faults.remove(Number(id))) return problem(404, `There is no fault with the id ${id}`);
    return ok(faults.list());
  },
  'GET /_emulator/calls': ({ recorder }) => ok(recorder.list()),
  'DELETE /_emulator/calls': ({ recorder }) => {
    recorder.clear();
    return ok([]);
  },
  'GET /_emulator/events': ({ service, settings }, call) =>
    ok(ownEvents(service.events, questionIn(call, settings))),
};

/** Faults, recorded calls and the emulator's own list of events, for programs on this machine only. */
export function createControl(parts: Parts): Control {
  return {
    handle: (call, from) => {
      if (!isLoopback(from) || !isForLoopback(call.headers.host) || isBrowser(call.headers)) {
        return problem(
          403,
          'This address is for programs on the same machine, not for browsers or other hosts',
        );
      }
      const route = ROUTES[`${call.method} ${call.path}`];
      if (route === undefined) return problem(404, `There are: ${Object.keys(ROUTES).join(', ')}`);
      try {
        return route(parts, call);
      } catch (error) {
        return problem(400, error instanceof Error ? error.message : String(error));
      }
    },
  };
}

function overview({ settings, faults, recorder }: Parts) {
  return {
    accounts: settings.accounts.map(({ id, name, accessKeyId }) => ({ id, name, accessKeyId })),
    regions: settings.regions,
    behaviour: settings.behaviour,
    faults: faults.list().length,
    calls: recorder.list().length,
    faultKinds,
    routes: Object.keys(ROUTES),
  };
}

function faultIn(call: HttpCall): Fault {
  if (!String(call.headers['content-type'] ?? '').startsWith('application/json')) {
    throw new Error('A fault is sent as content-type application/json');
  }
  const value: unknown = JSON.parse(call.body.toString('utf8'));
  if (typeof value !== 'object' || value === null)
    throw new Error('A fault is a JSON object such as {"kind":"throttle"}');
  return value as Fault;
}

/** Times as epoch seconds or ISO; without them the last hour. */
function questionIn({ query }: HttpCall, { accounts, now, regions }: Settings): OwnQuestion {
  const second = (name: string, usual: number): number => {
    const text = query.get(name);
    if (text === null) return usual;
    const value = /^\d+$/.test(text) ? Number(text) : Date.parse(text) / 1000;
    if (Number.isNaN(value))
      throw new Error(`${name} must be a time in epoch seconds or ISO 8601, but is "${text}"`);
    return value;
  };
  const nowSecond = Math.floor(now() / 1000);
  const accountId = query.get('account') ?? accounts[0]?.id ?? '';
  const region = query.get('region') ?? regions[0] ?? '';
  if (!accounts.some(({ id }) => id === accountId)) throw new Error(`There is no account ${accountId}`);
  if (!regions.includes(region)) throw new Error(`There is no region ${region}`);
  return { accountId, region, start: second('start', nowSecond - 3600), end: second('end', nowSecond) };
}

function isLoopback(address: string | undefined): boolean {
  const plain = (address ?? '').replace(/^::ffff:/, '');
  return plain === '::1' || /^127\.\d+\.\d+\.\d+$/.test(plain);
}

/** A page of another site can make its name point to this machine, but it cannot change the name it is asked by. */
function isForLoopback(host: string | undefined): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host ?? '');
}

/** Browsers send these of their own accord, and scripts in them cannot leave them out. */
function isBrowser(headers: IncomingHttpHeaders): boolean {
  return headers.origin !== undefined || Object.keys(headers).some((name) => name.startsWith('sec-fetch-'));
}

function ok(body: unknown): ControlAnswer {
  return { status: 200, body };
}

function problem(status: number, message: string): ControlAnswer {
  return { status, body: { error: message } };
}
