import { GraphQLError } from 'graphql';
import { Fault, type FaultCode, faultRules } from '../model/fault.ts';
import { logLevels, type Observer } from '../model/observer.ts';
import type { OpenCall } from './call.ts';
import { extensionsOf, shownMessage } from './refusal.ts';

/**
 * What left the executor as errors, as callers may see them. Each surprise has a line in the log; of the faults that
 * callers see, the gravest has: the access log has the codes of all.
 */
export function presentErrors(
  errors: readonly unknown[],
  call: OpenCall,
  observer: Observer,
): GraphQLError[] {
  const faults = errors.map(faultOf);
  for (const fault of worthALine(faults))
    report(fault, call, observer, pathOf(errors[faults.indexOf(fault)]));
  return errors.map((error, index) => {
    const fault = faults[index] ?? faultOf(error);
    call.codes.add(fault.code);
    return presented(error, fault, call.requestId);
  });
}

function worthALine(faults: readonly Fault[]): readonly Fault[] {
  const surprises = new Map<unknown, Fault>();
  for (const fault of faults.filter((one) => !isShown(one)).reverse())
    surprises.set(fault.cause ?? fault, fault);
  const gravity = ({ code }: Fault) => logLevels.indexOf(faultRules[code].logLevel);
  const [gravest] = faults.filter(isShown).sort((a, b) => gravity(b) - gravity(a));
  return gravest === undefined ? [...surprises.values()] : [...surprises.values(), gravest];
}

function isShown({ code }: Fault): boolean {
  return faultRules[code].isShown;
}

/** One line in the log. Of shown faults neither text from outside nor causes; of surprises the stack. */
export function report(fault: Fault, call: OpenCall, observer: Observer, path?: string): void {
  if (call.isOver) return;
  call.codes.add(fault.code);
  const { isShown, logLevel } = faultRules[fault.code];
  const { reason, account, region, upstreamCode, upstreamRequestId } = fault.detail;
  observer.log(logLevel, isShown ? 'fault answered' : 'unexpected error', {
    requestId: call.requestId,
    code: fault.code,
    // What clients did wrong may quote what they sent.
    message: logLevel === 'debug' || !isShown ? undefined : fault.message,
    reason,
    operationName: call.operationName?.slice(0, 100),
    path,
    account,
    region,
    upstreamCode,
    upstreamRequestId,
    ...(isShown ? {} : { stack: stackOf(fault.cause ?? fault) }),
  });
}

/** When to come again where an error means that there was no quota, milliseconds; null for other errors. */
export function quotaWaitMs(error: unknown): number | null {
  const { code, detail } = faultOf(error);
  const isLack = code === 'UPSTREAM_BUSY' || code === 'UPSTREAM_THROTTLED';
  return isLack ? (detail.retryAfterMs ?? null) : null;
}

/** Any error as a fault: found in its causes, given by graphql, or a surprise. */
export function faultOf(error: unknown): Fault {
  let isGraphql = true;
  for (const link of chainOf(error)) {
    if (link instanceof Fault) return link;
    isGraphql &&= link instanceof GraphQLError;
  }
  if (!(error instanceof GraphQLError) || !isGraphql || error.extensions.unexpected === true) {
    return new Fault('INTERNAL', 'Internal error.', { cause: rootOf(error) });
  }
  const { code } = error.extensions;
  return new Fault(isFaultCode(code) ? code : 'BAD_USER_INPUT', error.message);
}

/** Only what is listed here leaves the house; a rebuilt error keeps no reference to what it was made from. */
function presented(error: unknown, fault: Fault, requestId: string): GraphQLError {
  const origin = error instanceof GraphQLError ? error : null;
  const isWhole = origin?.path === undefined;
  return new GraphQLError(isWhole && isOwnWord(error, fault) ? error.message : shownMessage(fault), {
    nodes: origin?.nodes ?? null,
    source: origin?.source ?? null,
    positions: origin?.positions ?? null,
    path: origin?.path ?? null,
    extensions: { ...extensionsOf(fault, requestId), ...(isWhole ? { http: httpOf(fault.code) } : {}) },
  });
}

/** Whether the text is graphql's, or one of ours that graphql has put the name of a variable or argument to. */
function isOwnWord(error: unknown, fault: Fault): error is GraphQLError {
  const root = rootOf(error);
  return (
    error instanceof GraphQLError &&
    faultRules[fault.code].isShown &&
    (root === fault || root instanceof GraphQLError)
  );
}

/** `spec`: of a sound request with an unsound document, `application/json` says so with a 200 (GraphQL over HTTP). */
function httpOf(code: FaultCode) {
  const status = faultRules[code].httpStatus;
  return { status, spec: status === 400 };
}

function* chainOf(error: unknown): Generator<unknown> {
  let link = error;
  for (let depth = 0; depth < 10 && link !== undefined && link !== null; depth += 1) {
    yield link;
    link = link instanceof GraphQLError ? link.originalError : link instanceof Error ? link.cause : undefined;
  }
}

/** What was thrown, without the wrappers of graphql. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof GraphQLError && root.originalError != null) root = root.originalError;
  return root;
}

function isFaultCode(code: unknown): code is FaultCode {
  return typeof code === 'string' && Object.hasOwn(faultRules, code);
}

function pathOf(error: unknown): string | undefined {
  return error instanceof GraphQLError ? error.path?.join('.') : undefined;
}

function stackOf(error: unknown): string {
  const stacks = [...chainOf(error)].map((link) =>
    link instanceof Error ? (link.stack ?? link.message) : typeof link,
  );
  return stacks.join('\ncaused by ').slice(0, 8000);
}
