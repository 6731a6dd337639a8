import type { Grant } from '../model/grant.ts';
import { filtersHiddenBy } from '../model/redaction.ts';
import { allOf, type Expression, never, parseFilter, type Term } from './terms.ts';

/**
 * A filter as it may be planned for a viewer. The granted services may be asked of ActionTrail like any other condition;
 * that nothing else is seen does not depend on it. What is hidden from the viewer may not: a match that ActionTrail makes
 * would tell of the value. Such fields are evaluated on what the viewer sees.
 */
export function withinGrant(filter: Expression, { services, redaction }: Grant): Expression {
  const hidden = redaction === null ? null : filtersHiddenBy(redaction);
  const shown = hidden === null ? filter : mapTerms(filter, (term) => unpushed(term, hidden));
  return services === null ? shown : allOf([ofServices(services), shown]);
}

function ofServices(services: readonly string[]): Expression {
  if (services.length === 0) return never;
  const term = parseFilter({ serviceName: { in: services } });
  return term.kind === 'term' ? { ...term, isOfGrant: true } : term;
}

function unpushed(term: Term, hidden: ReadonlySet<string>): Term {
  return hidden.has(term.field) ? { ...term, pushable: null } : term;
}

function mapTerms(expression: Expression, change: (term: Term) => Term): Expression {
  if (expression.kind === 'term') return change(expression);
  if (expression.kind === 'not') return { kind: 'not', part: mapTerms(expression.part, change) };
  return { kind: expression.kind, parts: expression.parts.map((part) => mapTerms(part, change)) };
}
