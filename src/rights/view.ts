import type { AuditEvent } from '../model/event.ts';
import type { Redaction, RedactionRule } from '../model/redaction.ts';
import { hide } from './hide.ts';

/** By level, then by event: whoever has the same level gets the very same frozen objects. */
const views = new WeakMap<Redaction, WeakMap<AuditEvent, AuditEvent>>();

/** An event as a level shows it; the event itself where no rule of it applies. */
export function viewOf(event: AuditEvent, redaction: Redaction): AuditEvent {
  const known = views.get(redaction) ?? new WeakMap<AuditEvent, AuditEvent>();
  views.set(redaction, known);
  const seen = known.get(event);
  if (seen !== undefined) return seen;
  const rules = redaction.rules.filter((rule) => appliesTo(rule, event));
  const view = rules.reduce((shown, { pointer }) => hide(shown, pointer), event);
  known.set(event, view);
  return view;
}

function appliesTo({ service, event: name }: RedactionRule, { serviceName, eventName }: AuditEvent): boolean {
  return (service === null || service === serviceName) && (name === null || name === eventName);
}
