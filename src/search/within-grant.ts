import type { Grant } from '../model/grant.ts';
import { filtersHiddenBy } from '../model/redaction.ts';
import { conjuncts } from './plan.ts';
import { allOf, type Expression, never, parseFilter, type Term } from './terms.ts';

/**
 * A filter as it may be planned for a viewer. The granted services are asked of ActionTrail before all other
 * conditions (`planFilter`); that nothing else is seen does not depend on it. What is hidden from the viewer may not: a match that ActionTrail makes
 * would tell of the value. Such fields are evaluated on what the viewer sees.
 */
export function withinGrant(filter: Expression, { services, redaction }: Grant): Expression {
  const hidden = redaction === null ? null : filtersHiddenBy(redaction);
  const shown = hidden === null ? filter : mapTerms(filter, (term) => unpushed(term, hidden));
  return services === null ? shown : guarded(shown, services);
}

/** Where a filter names services itself, those of them that are granted; otherwise all that are. */
function guarded(filter: Expression, services: readonly string[]): Expression {
  const parts = conjuncts(filter);
  const own = parts.find((part) => part.kind === 'term' && part.pushable?.field === 'serviceName');
  if (own?.kind !== 'term' || own.pushable === null) return allOf([ofServices(services), filter]);
  const values = own.pushable.values.filter((value) => services.includes(value));
  if (values.length === 0) return never;
  const kept: Term = { ...own, pushable: { ...own.pushable, values }, isGuarding: true };
  return allOf(parts.map((part) => (part === own ? kept : part)));
}

function ofServices(services: readonly string[]): Expression {
  const term = parseFilter({ serviceName: { in: services } });
  return term.kind === 'term' ? { ...term, isOfGrant: true, isGuarding: true } : term;
}

function unpushed(term: Term, hidden: ReadonlySet<string>): Term {
  return hidden.has(term.field) ? { ...term, pushable: null } : term;
}

function mapTerms(expression: Expression, change: (term: Term) => Term): Expression {
  if (expression.kind === 'term') return change(expression);
  if (expression.kind === 'not') return { kind: 'not', part: mapTerms(expression.part, change) };
  return { kind: expression.kind, parts: expression.parts.map((part) => mapTerms(part, change)) };
}
