import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../src/actiontrail/event-bytes.ts';
import { parseEvent } from '../../src/actiontrail/parse-event.ts';
import { source } from '../support/events.ts';

const numbers = <Value>(count: number, make: (nth: number) => Value) =>
  Array.from({ length: count }, (_, nth) => make(nth));

describe('the memory that an event is said to take', () => {
  // Measured after collecting, 1,500 events of each shape (Node 24.21, 2026-11-21).
  it.each<[string, number, object]>([
    [
      'three hundred names that somebody made up',
      47_000,
      { requestParameters: Object.fromEntries(numbers(300, (nth) => [`k${nth}_made_up`, nth])) },
    ],
    [
      'parameters that came as JSON in a text',
      34_000,
      { requestParameterJson: JSON.stringify(numbers(500, (nth) => ({ a: nth, b: nth }))) },
    ],
    ['fractions', 48_000, { requestParameters: { list: numbers(2000, (nth) => nth + 0.5) } }],
    ['Chinese', 5000, { requestParameters: { text: '审'.repeat(2000) } }],
  ])('is at least half of what it takes: %s', (_what, measured, parameters) => {
    const event = parseEvent({ eventId: 'one', eventTime: '2026-11-20T12:00:00Z', ...parameters }, source, 0);
    expect(bytesOf([event])).toBeGreaterThan(measured / 2);
    expect(bytesOf([event, event])).toBe(2 * bytesOf([event]));
  });
});
