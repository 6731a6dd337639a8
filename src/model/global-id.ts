import { badUserInput } from './fault.ts';

/** The types that `node(id)` knows, and how many parts their ids have. */
const partCounts = {
  AuditAccessKey: 1,
  AuditEvent: 4,
  AuditResource: 3,
  AuditSource: 2,
  AuditUser: 2,
  AuditViewer: 1,
  DeliveryJob: 3,
} as const;

export type NodeType = keyof typeof partCounts;

export interface GlobalId {
  readonly type: NodeType;
  readonly parts: readonly string[];
}

/** What an event id says: enough for one narrow look-up. `region` is empty for a global event. */
export interface EventKey {
  readonly accountId: string;
  readonly region: string;
  readonly second: number;
  /** False: ActionTrail gave no time, `second` is its neighbour's and cannot be looked up by. */
  readonly hasTime: boolean;
  readonly eventId: string;
}

/** Ids are readable by design: not secret, and they grant nothing. A colon is escaped in all parts but the last. */
export function globalId(type: NodeType, ...parts: readonly (string | number)[]): string {
  const last = parts.length - 1;
  let text: string = type;
  for (const [index, part] of parts.entries()) text += `:${index < last ? escaped(String(part)) : part}`;
  return Buffer.from(text).toString('base64url');
}

/** Throws BAD_USER_INPUT for anything that `globalId` cannot have made. */
export function parseGlobalId(id: string): GlobalId {
  const text = Buffer.from(id, 'base64url').toString('utf8');
  const [type = '', ...rest] = text.split(':');
  if (!isNodeType(type) || rest.length < partCounts[type]) throw malformed(id);
  const last = partCounts[type] - 1;
  const parts = [...rest.slice(0, last).map(unescaped), rest.slice(last).join(':')];
  if (globalId(type, ...parts) !== id || parts.at(-1) === '') throw malformed(id);
  return { type, parts };
}

/** The parts of an id of one type. Throws BAD_USER_INPUT for an id of another. */
export function partsOf(type: NodeType, id: string): readonly string[] {
  const parsed = parseGlobalId(id);
  if (parsed.type !== type)
    throw badUserInput(`Expected an id of the type ${type}, got one of ${parsed.type}.`);
  return parsed.parts;
}

export function eventKeyOf(id: string): EventKey {
  const [accountId = '', region = '', time = '', eventId = ''] = partsOf('AuditEvent', id);
  const match = /^(\d{1,11})(~?)$/.exec(time);
  if (match === null) throw malformed(id);
  return { accountId, region, second: Number(match[1]), hasTime: match[2] === '', eventId };
}

export function eventGlobalId({ accountId, region, second, hasTime, eventId }: EventKey): string {
  return globalId('AuditEvent', accountId, region, hasTime ? second : `${second}~`, eventId);
}

function escaped(part: string): string {
  return /[%:]/.test(part) ? part.replaceAll('%', '%25').replaceAll(':', '%3A') : part;
}

function unescaped(part: string): string {
  return part.replaceAll('%3A', ':').replaceAll('%25', '%');
}

function isNodeType(text: string): text is NodeType {
  return Object.hasOwn(partCounts, text);
}

function malformed(id: string): Error {
  const shown = id.length > 40 ? `${id.slice(0, 40)}…` : id;
  return badUserInput(
    `Not an id of this gateway: ${JSON.stringify(shown)}. Expected the value of some object's \`id\` field.`,
  );
}
