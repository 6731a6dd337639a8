import type { SourceStatus } from '../model/source-monitor.ts';
import { builder } from './builder.ts';

const AuditSourceHealth = builder.enumType('AuditSourceHealth', {
  description: 'How the calls of this gateway to a source went lately.',
  values: {
    HEALTHY: { description: 'It answers.' },
    THROTTLED: { description: 'ActionTrail throttled calls lately: fewer are made until it answers again.' },
    DEGRADED: { description: 'At least a tenth of the calls of the last half minute failed.' },
    CIRCUIT_OPEN: {
      description: 'Most calls failed: it is left alone for 10 to 60 seconds, then tried with one.',
    },
  } as const,
});

export const AuditSourceStatus = builder.objectRef<SourceStatus>('AuditSourceStatus').implement({
  description: 'How a source is doing at this moment, as this gateway sees it.',
  fields: (t) => ({
    health: t.expose('health', { type: AuditSourceHealth, nullable: false }),
    callsPerSecond: t.exposeFloat('callsPerSecond', {
      nullable: false,
      description:
        'Look-ups that this gateway makes at the most, as things are. Throttling lowers it for a while.',
    }),
    waiting: t.exposeInt('waiting', {
      nullable: false,
      description: 'Look-ups that wait for their turn. Sources that share a quota share the line.',
    }),
    estimatedWaitMs: t.exposeInt('estimatedWaitMs', {
      nullable: false,
      description: 'Milliseconds until a look-up that came now would have its turn, behind all others.',
    }),
  }),
});
