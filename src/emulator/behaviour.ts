/**
 * What ActionTrail does is not always documented, and sources disagree. Each such point is a switch here; the
 * default is what the newest or strongest evidence says, the other values are what else a client may meet.
 */
export interface Behaviour {
  /**
   * Where global events (sign-ins, Ram, Ims, ResourceManager, Cdn) are found. Alibaba's own scripts of 2026 read
   * them in one region only, and an API exists to choose that region; older pages show them in every region, with
   * the same `eventId`.
   */
  readonly globalEvents: 'storage-region' | 'every-region';
  /** The region that keeps global events and whose name they carry. Falls back to the first configured region. */
  readonly storageRegion: string;
  /** Whether an event exactly at StartTime or EndTime is in the answer. Not documented. */
  readonly bounds: 'inclusive' | 'exclusive-start' | 'exclusive-end' | 'exclusive';
  /** Order of events with the same second. Not documented. */
  readonly sameSecondOrder: 'event-id' | 'arrival';
  /** Whether BACKWARD turns the order within a second around too. Not documented. */
  readonly backwardWithinSecond: 'reversed' | 'same';
  /** Refuse windows over 30 days. Old pages and the error list say so; an answer of 2025 spans 55 days. */
  readonly thirtyDaySpan: boolean;
  /** A look-up key that does not exist: nothing is found (seen in the field) or an error (error list). */
  readonly unknownKeys: 'empty' | 'error';
  /** MaxResults=0: refused (pages since 2025, 1 to 50) or taken as the default of 20 (older pages, 0 to 50). */
  readonly maxResultsZero: 'refused' | 'default';
  /** Only one of StartTime and EndTime: refused (pages since 2025), or the other one takes its default (older). */
  readonly loneBound: 'refused' | 'default';
  /** A last page that is exactly full: without a token, or with one that leads to an empty page. */
  readonly fullLastPage: 'no-token' | 'token';
  /** Whether calls are counted per account or per account and region. Not documented. */
  readonly rateScope: 'account' | 'region';
  /** GetDeliveryHistoryJob and DeleteDeliveryHistoryJob on an unknown id. Both codes are 404. */
  readonly unknownJob: 'TrailNotFoundException' | 'DeliveryHistoryJobNotFound';
  /** HTTP status of InvalidAction: the general page says 400, the product's list 404. */
  readonly invalidActionStatus: 400 | 404;
  /** Job ids beyond 2^53, which JSON.parse rounds. The documented type is int64. */
  readonly hugeJobIds: boolean;
  /** One job of the first account is delivering when the emulator starts, and blocks new ones until it is done. */
  readonly runningJob: boolean;
  /** Events in the odd forms of published samples: without a time, upper camel, and so on. */
  readonly oddShapes: boolean;
  /** `ignore` answers unsigned calls too, for curl; the account is that of AccessKeyId, else the first. */
  readonly signatures: 'verify' | 'ignore';
}

export const defaultBehaviour: Behaviour = {
  globalEvents: 'storage-region',
  storageRegion: 'cn-hangzhou',
  bounds: 'inclusive',
  sameSecondOrder: 'event-id',
  backwardWithinSecond: 'reversed',
  thirtyDaySpan: false,
  unknownKeys: 'empty',
  maxResultsZero: 'refused',
  loneBound: 'refused',
  fullLastPage: 'no-token',
  rateScope: 'account',
  unknownJob: 'TrailNotFoundException',
  invalidActionStatus: 404,
  hugeJobIds: false,
  runningJob: true,
  oddShapes: true,
  signatures: 'verify',
};

const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const oneOf =
  (...allowed: readonly unknown[]) =>
  (value: unknown): boolean =>
    allowed.includes(value);

/** What each switch takes: a test, and the words for a person. The defaults are examples of valid values. */
export const behaviourRules: {
  readonly [key in keyof Behaviour]: readonly [string, (value: unknown) => boolean];
} = {
  globalEvents: ['storage-region or every-region', oneOf('storage-region', 'every-region')],
  storageRegion: ['the name of a region', (value) => typeof value === 'string' && value !== ''],
  bounds: [
    'inclusive, exclusive-start, exclusive-end or exclusive',
    oneOf('inclusive', 'exclusive-start', 'exclusive-end', 'exclusive'),
  ],
  sameSecondOrder: ['event-id or arrival', oneOf('event-id', 'arrival')],
  backwardWithinSecond: ['reversed or same', oneOf('reversed', 'same')],
  thirtyDaySpan: ['true or false', isBoolean],
  unknownKeys: ['empty or error', oneOf('empty', 'error')],
  maxResultsZero: ['refused or default', oneOf('refused', 'default')],
  loneBound: ['refused or default', oneOf('refused', 'default')],
  fullLastPage: ['no-token or token', oneOf('no-token', 'token')],
  rateScope: ['account or region', oneOf('account', 'region')],
  unknownJob: [
    'TrailNotFoundException or DeliveryHistoryJobNotFound',
    oneOf('TrailNotFoundException', 'DeliveryHistoryJobNotFound'),
  ],
  invalidActionStatus: ['400 or 404', oneOf(400, 404)],
  hugeJobIds: ['true or false', isBoolean],
  runningJob: ['true or false', isBoolean],
  oddShapes: ['true or false', isBoolean],
  signatures: ['verify or ignore', oneOf('verify', 'ignore')],
};
