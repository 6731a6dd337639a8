import type { EmulatorAccount } from './accounts.ts';
import { type Answer, errorAnswer, jsonAnswer } from './answer.ts';
import { actionOf, type HttpCall, headerOf, versionOf } from './call.ts';
import { ApiError, apiError } from './errors.ts';
import { answerUnder } from './fault-answers.ts';
import type { Fault, FaultBook } from './faults.ts';
import { createLimiter } from './limiter.ts';
import { createNonces } from './nonces.ts';
import type { Settings } from './options.ts';
import { type PageTwist, pageTwists, plainPage } from './page-twist.ts';
import { hashOf, Random } from './random.ts';
import { type ApiName, documentedRates } from './rates.ts';
import { LONGEST_API, ownParams, type Recorder, shortened } from './recorder.ts';
import type { Operation, Service } from './service.ts';
import { authenticate, meantAccount } from './signature.ts';

/** What stands in front of the service: who calls, how often, and what goes wrong on the way. */
export interface Dispatcher {
  handle(call: HttpCall): Handled;
}

export interface Handled {
  readonly answer: Answer;
  /** Those that struck; some of them are about how the answer is sent. */
  readonly faults: readonly Fault[];
}

const VERSION = '2020-07-06';

export function createDispatcher(
  settings: Settings,
  service: Service,
  faults: FaultBook,
  recorder: Recorder,
): Dispatcher {
  const limiter = createLimiter(settings.now);
  const requestIds = new Random(hashOf(settings.seed, 'requests'), settings.now() / 1000);
  const verifier = {
    keys: service.keys,
    nonces: createNonces(settings.signingNow),
    now: settings.signingNow,
  };

  const accountOf = (call: HttpCall): EmulatorAccount => {
    if (settings.behaviour.signatures === 'verify') return authenticate(call, verifier);
    const account = meantAccount(call, service.keys) ?? settings.accounts[0];
    if (account === undefined) throw apiError('InvalidAccessKeyId.NotFound');
    return account;
  };

  const admit = (api: ApiName, account: EmulatorAccount, region: string): void => {
    const scope = settings.behaviour.rateScope === 'region' ? `${account.id} ${region}` : account.id;
    if (!limiter.accept(`${api} ${scope}`, settings.rates[api])) throw apiError('Throttling.User');
  };

  const handle = (call: HttpCall): Handled => {
    const requestId = requestIds.uuid();
    const hostId = headerOf(call, 'host') ?? '';
    const { params } = call;
    const seen = {
      api: shortened(actionOf(call) ?? '', LONGEST_API),
      accountId: '',
      region: '',
      params: ownParams(params),
      requestId,
    };
    const record = (outcome: string): void => recorder.add({ time: settings.now(), ...seen, outcome });
    try {
      const api = apiOf(call, settings);
      seen.region = regionOf(call, settings.regions);
      const account = accountOf(call);
      seen.accountId = account.id;
      admit(api, account, seen.region);
      const striking = faults.strike({ ...seen, hasToken: (params.get('NextToken') ?? '') !== '' });
      const operation = { api, account, region: seen.region, params, requestId, twist: twistOf(striking) };
      const real = (): Answer => realAnswer(service, operation, hostId);
      const answer = answerUnder(striking, { requestId, hostId, real });
      record(outcomeOf(striking, answer));
      return { answer, faults: striking };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      record(error.code);
      return { answer: errorAnswer(error, requestId, hostId), faults: [] };
    }
  };
  return { handle };
}

function realAnswer(service: Service, operation: Operation, hostId: string): Answer {
  try {
    return jsonAnswer(200, operation.requestId, service.run(operation));
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error, operation.requestId, hostId);
    throw error;
  }
}

function outcomeOf(striking: readonly Fault[], answer: Answer): string {
  if (striking.length > 0) return `fault:${striking.map(({ kind }) => kind).join('+')}`;
  if (answer.status === 200) return 'ok';
  const { Code }: { Code: string } = JSON.parse(answer.body.toString('utf8'));
  return Code;
}

function apiOf(call: HttpCall, { behaviour }: Settings): ApiName {
  if (call.method !== 'GET' && call.method !== 'POST') throw apiError('UnsupportedHTTPMethod');
  const action = actionOf(call);
  if (action === undefined || action === '') throw apiError('MissingAction');
  const known = (Object.keys(documentedRates) as readonly ApiName[]).find((name) => name === action);
  if (known === undefined || call.path !== '/') {
    throw apiError('InvalidAction', undefined, behaviour.invalidActionStatus);
  }
  if (versionOf(call) !== VERSION) throw apiError('InvalidVersion');
  return known;
}

/** RegionId, else a part of the host name as in `actiontrail.cn-hangzhou.aliyuncs.com`, else the first region. */
function regionOf(call: HttpCall, regions: readonly string[]): string {
  const named = call.params.get('RegionId');
  if (named !== undefined && named !== '') {
    if (regions.includes(named)) return named;
    throw apiError('InvalidParameterValue', `RegionId must be one of ${regions.join(', ')}.`);
  }
  const labels = (headerOf(call, 'host') ?? '').replace(/:\d+$/, '').split('.');
  const region = regions.find((candidate) => labels.includes(candidate)) ?? regions[0];
  if (region === undefined) throw apiError('InvalidParameterValue');
  return region;
}

function twistOf(striking: readonly Fault[]): PageTwist {
  const twists = new Map<string, PageTwist>(Object.entries(pageTwists));
  const fault = striking.find(({ kind }) => twists.has(kind));
  return (fault === undefined ? undefined : twists.get(fault.kind)) ?? plainPage;
}
