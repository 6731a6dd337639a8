import type { AuditEvent } from '../model/event.ts';
import { perObject } from '../model/per-object.ts';
import type { Redaction, RedactionRule } from '../model/redaction.ts';
import { hide } from './hide.ts';

/** By level, then by event: whoever has the same level gets the very same frozen objects. */
const viewsOf = perObject(({ rules }: Redaction) =>
  perObject((event: AuditEvent) =>
    rules
      .filter((rule) => appliesTo(rule, event))
      .reduce((shown, { pointer }) => hide(shown, pointer), event),
  ),
);

/** An event as a level shows it; the event itself where no rule of it applies. */
export function viewOf(event: AuditEvent, redaction: Redaction): AuditEvent {
  return viewsOf(redaction)(event);
}

function appliesTo({ service, event: name }: RedactionRule, { serviceName, eventName }: AuditEvent): boolean {
  return (service === null || service === serviceName) && (name === null || name === eventName);
}
