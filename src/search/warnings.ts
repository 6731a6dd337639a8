import type { TimeWindow } from '../model/action-trail.ts';
import type { ScanWarning } from '../model/connection.ts';
import type { Grant } from '../model/grant.ts';
import type { Source } from '../model/source.ts';
import { formatSecond } from '../model/time.ts';
import type { KnownValues, ListedField } from './known-values.ts';
import type { Plan } from './plan.ts';
import type { Prepared } from './prepare.ts';
import type { Expression, Term } from './terms.ts';
import { reachText } from './window.ts';

/** Recorded in one region only, according to Alibaba's own scripts of 2026; the region can be one of two. */
const globalServices = new Set(['AasCustomer', 'AasSub', 'Ims', 'Ram', 'ResourceManager', 'Cdn', 'Cen']);
export const globalEventRegions: readonly string[] = ['cn-hangzhou', 'ap-southeast-1'];

/** What to know before trusting an answer. `asked` is the window before it was clipped to the retention. */
export function warningsOf(
  { sources, filter, plan }: Prepared,
  windows: { readonly asked: TimeWindow; readonly read: TimeWindow; readonly settledBefore: number },
  knownValues: KnownValues,
  grant: Grant,
): readonly ScanWarning[] {
  return [
    ...clipped(windows.asked, windows.read, grant),
    ...unsettled(windows.read, windows.settledBefore),
    ...residual(plan),
    ...suspects(filter, knownValues),
    ...globalRegion(filter, sources),
  ];
}

/** The names of the fields that are evaluated here, each once. */
export function residualFields(plan: Plan): readonly string[] {
  return [...new Set(plan.flatMap((branch) => askedTerms(branch.residual).map(({ field }) => field)))];
}

function askedTerms(expression: Expression): readonly Term[] {
  if (expression.kind === 'term') return expression.isOfGrant === true ? [] : [expression];
  return expression.kind === 'not' ? askedTerms(expression.part) : expression.parts.flatMap(askedTerms);
}

function clipped(asked: TimeWindow, read: TimeWindow, grant: Grant): readonly ScanWarning[] {
  if (asked.start === read.start) return [];
  const message =
    `${sentence(reachText(grant))}: asked from ${formatSecond(asked.start)}, ` +
    `read from ${formatSecond(read.start)}.`;
  return [{ code: 'WINDOW_CLIPPED_TO_RETENTION', message }];
}

function sentence(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}

function unsettled({ end }: TimeWindow, settledBefore: number): readonly ScanWarning[] {
  if (end <= settledBefore) return [];
  const message = `Events from ${formatSecond(settledBefore)} on may still be joined by late ones.`;
  return [{ code: 'UNSETTLED_TAIL', message }];
}

function residual(plan: Plan): readonly ScanWarning[] {
  const fields = residualFields(plan);
  if (fields.length === 0) return [];
  const message =
    `ActionTrail cannot match all of this filter: ${fields.join(', ')} ${fields.length === 1 ? 'is' : 'are'} ` +
    'evaluated in the gateway, which may have to read much more than it gives out.';
  return [{ code: 'RESIDUAL_FILTER', message }];
}

const listedFields: readonly ListedField[] = ['serviceName', 'eventType', 'actorType'];

function suspects(filter: Expression, knownValues: KnownValues): readonly ScanWarning[] {
  return listedFields.flatMap((field) =>
    valuesOf(filter, field).flatMap((value) => {
      const meant = knownValues.meantBy(field, value);
      if (meant === null) return [];
      const message =
        `filter.${field}: nothing is recorded as ${JSON.stringify(value)}; matching is exact and goes by the raw ` +
        `value. Did you mean ${JSON.stringify(meant)}?`;
      return [{ code: 'VALUE_SUSPECT' as const, message }];
    }),
  );
}

function globalRegion(filter: Expression, sources: readonly Source[]): readonly ScanWarning[] {
  const services = valuesOf(filter, 'serviceName').filter((service) => globalServices.has(service));
  const blind = [...Map.groupBy(sources, ({ account }) => account)]
    .filter(([, ofAccount]) => !ofAccount.some(({ region }) => globalEventRegions.includes(region)))
    .map(([account]) => account);
  if (services.length === 0 || blind.length === 0) return [];
  const message =
    `Events of ${services.join(', ')} are recorded in ${globalEventRegions.join(' or ')} only, which this ` +
    `question does not read for ${blind.join(', ')}.`;
  return [{ code: 'GLOBAL_REGION_NOT_CONFIGURED', message }];
}

/** The exact values that are asked for, not those that are excluded. */
function valuesOf(filter: Expression, field: string): readonly string[] {
  if (filter.kind === 'not') return [];
  if (filter.kind !== 'term') return filter.parts.flatMap((part) => valuesOf(part, field));
  return filter.field === field ? filter.exact : [];
}
