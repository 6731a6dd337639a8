import { hash } from 'node:crypto';
import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/fault.ts';
import { type Grant, mayUse, type Scope, type Viewer } from '../model/grant.ts';
import { oneLine } from '../model/json.ts';
import type { Observer } from '../model/observer.ts';
import { perObject } from '../model/per-object.ts';
import type { SpanAttributes } from '../model/span.ts';
import { systemCodeOf } from '../model/system-code.ts';
import type { OpenCall } from './call.ts';
import type { GraphqlRequest } from './graphql-request.ts';
import type { HttpAnswer } from './http.ts';
import { refuse } from './refusal.ts';

/** Where access records go. */
export interface AccessLog {
  /** `record`: an `AccessRecord` as JSON on one line. Returns when it is kept. Throws when it cannot be. */
  write(record: string): void;
}

/** Who asked what, and what went out: one for each request that reached GraphQL, refused ones included. */
export interface AccessRecord extends Who, Granted, Asked, Told {
  /** When the request came in, RFC 3339. */
  readonly time: string;
  readonly record: 'access';
  readonly requestId: string;
  readonly durationMs: number;
}

/** The parts of a record, each with the object that its text is kept with: the viewer, … */
interface Who {
  /** `Viewer.subject`; null where it is not known who asks. */
  readonly viewer: string | null;
  readonly provedBy: Viewer['provedBy'] | null;
}

/** … the grant, … */
interface Granted {
  /** What the viewer may use. */
  readonly scopes: readonly Scope[];
  /** The level that hides more from the viewer than is hidden from everybody; null: none does. */
  readonly redaction: string | null;
}

/** … the request, … */
interface Asked {
  /** SHA-256 of the document's text in hex; null where none was read. */
  readonly document: string | null;
  /** Names only, at most 20, of at most 100 characters. */
  readonly variables: readonly string[];
}

/** … and the answer. The operation's name is of a document that was understood, or what the client called it. */
interface Told {
  /** At most 100 characters of the client's text. */
  readonly operationName: string | null;
  /** `account/region` of every source that was asked, or answered for from memory. */
  readonly sources: readonly string[];
  /** What was handed out for the answer, by account. */
  readonly events: Readonly<Record<string, number>>;
  readonly jobs: Readonly<Record<string, number>>;
  /** Of the calls to ActionTrail that were made for it, the last 100. */
  readonly upstreamRequestIds: readonly string[];
  /** Something that was asked for is missing: sources, the end of a scan, or what an error stands for. */
  readonly isPartial: boolean;
  readonly status: number;
  /** Fault codes of the answer, each once. */
  readonly codes: readonly string[];
}

export interface AccountOptions {
  /** Null: none is kept. */
  readonly accessLog: AccessLog | null;
  readonly observer: Observer;
  readonly clock: Clock;
}

/** Keeps account of a request before its answer is sent, which comes back. */
export function accountedFor(answer: HttpAnswer, call: OpenCall, options: AccountOptions): HttpAnswer {
  const durationMs = Math.round((options.clock.elapsed() - call.startedAt) * 10) / 10;
  const sent = recorded(answer, call, durationMs, options);
  const { operationName, codes, tally } = call;
  options.observer.record({
    kind: 'operation',
    name: operationName,
    codes: [...codes],
    durationMs,
    events: Object.fromEntries(tally.events),
    avoided: { memory: tally.callsAvoidedByMemory, coalescing: tally.callsAvoidedByCoalescing },
  });
  call.span?.end(spanAttributes(call, sent.status), [...codes][0]);
  return sent;
}

/**
 * Where the record cannot be written, the log raises the alarm, and the answer goes out all the same, since a full disk
 * must not take the gateway down; unless it has events and the viewer may see them unredacted (`audit:raw`): those are
 * not shown without a trace.
 */
function recorded(
  answer: HttpAnswer,
  call: OpenCall,
  durationMs: number,
  { accessLog, observer }: AccountOptions,
): HttpAnswer {
  try {
    accessLog?.write(recordText(call, answer.status, durationMs));
    return answer;
  } catch (error) {
    const { requestId, grant, tally, codes } = call;
    const code = systemCodeOf(error) ?? 'unknown';
    observer.record({ kind: 'recordLost' });
    observer.log('error', 'an access record could not be written', { requestId, code });
    if (!mayUse(grant, 'audit:raw') || tally.events.size === 0) return answer;
    codes.add('INTERNAL');
    return refuse(new Fault('INTERNAL', 'Nobody would know of it.'), requestId);
  }
}

function spanAttributes({ requestId, operationName, tally }: OpenCall, status: number): SpanAttributes {
  return {
    requestId,
    status,
    ...(operationName === null ? {} : { 'graphql.operation.name': shortened(operationName) }),
    upstreamCalls: tally.upstreamCalls,
    callsAvoided: tally.callsAvoided,
  };
}

/** An `AccessRecord` as JSON on one line: what differs from one request to the next stands in front of the rest. */
function recordText(call: OpenCall, status: number, durationMs: number): string {
  // Neither needs an escape: of clients' ids only harmless ones are taken over (`call.ts`).
  const when = `"time":"${instantText(call.nowMs)}","record":"access","requestId":"${call.requestId}"`;
  const who = call.identity === null ? nobody : whoText(call.identity);
  return `{${when},"durationMs":${durationMs},${who},${repeatedText(call, status)}}`;
}

/** Whoever shows the same credential is one object for a while: its text is made once. */
const whoText = perObject(({ subject, provedBy }: Viewer) => members<Who>({ viewer: subject, provedBy }));
const nobody = members<Who>({ viewer: null, provedBy: null });

let lastInstant = { epochMs: Number.NaN, text: '' };

/** Many requests come within one millisecond. */
function instantText(epochMs: number): string {
  if (lastInstant.epochMs !== epochMs) lastInstant = { epochMs, text: new Date(epochMs).toISOString() };
  return lastInstant.text;
}

/** Kept with the answers that are given again, which go to those who have the same grant. */
const repeatedTexts = new WeakMap<object, string>();

function repeatedText(call: OpenCall, status: number): string {
  const { keptAnswer, grant, asked } = call;
  const known = keptAnswer === null ? undefined : repeatedTexts.get(keptAnswer);
  if (known !== undefined) return known;
  const text = `${grantedText(grant)},${asked === null ? nothingAsked : askedText(asked)},${toldText(call, status)}`;
  if (keptAnswer !== null) repeatedTexts.set(keptAnswer, text);
  return text;
}

/** Grants, and requests that are sent again, are one object each: their texts are made once. */
const grantedText = perObject(({ scopes, redaction }: Grant) =>
  members<Granted>({ scopes, redaction: redaction?.level ?? null }),
);

const askedText = perObject(({ query, variables }: GraphqlRequest) =>
  members<Asked>({
    document: hash('sha256', query),
    variables: Object.keys(variables ?? {})
      .slice(0, 20)
      .map(shortened),
  }),
);
const nothingAsked = members<Asked>({ document: null, variables: [] });

function toldText(call: OpenCall, status: number): string {
  const { tally, codes } = call;
  return members<Told>({
    operationName: operationNameOf(call),
    sources: [...tally.sources].map(({ account, region }) => `${account}/${region}`),
    events: Object.fromEntries(tally.events),
    jobs: Object.fromEntries(tally.jobs),
    upstreamRequestIds: tally.upstreamRequestIds.slice(-100),
    isPartial: tally.isPartial || (status === 200 && codes.size > 0),
    status,
    codes: [...codes],
  });
}

/** As JSON on one line, without the braces. */
function members<Part extends object>(part: Part): string {
  return oneLine(JSON.stringify(part)).slice(1, -1);
}

/** Of a document that was not understood, what the client called it. */
function operationNameOf({ operationName, asked }: OpenCall): string | null {
  const name = operationName ?? asked?.operationName ?? null;
  return name === null ? null : shortened(name);
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
