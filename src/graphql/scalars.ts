import { GraphQLError } from 'graphql';
import { plainText } from '../model/field-facts.ts';
import { parseDuration, parseInstant } from '../model/time.ts';
import { builder } from './builder.ts';

builder.scalarType('DateTime', {
  description:
    'RFC 3339 instant, for example `2026-11-21T08:30:00Z`. Any offset is accepted; output is always UTC (`Z`).',
  // Made and checked where events are parsed: text passes through.
  serialize: (text) => text,
  extensions: { [plainText]: true },
  parseValue: parsing(parseInstant, 'an RFC 3339 instant such as "2026-11-21T08:30:00Z"'),
});

builder.scalarType('Duration', {
  description: 'ISO 8601 duration of days or smaller, for example `PT6H` or `P7D`. Input only.',
  serialize: outputOnly('Duration is an input type.'),
  parseValue: parsing(parseDuration, 'an ISO 8601 duration of days or smaller, such as "PT6H" or "P7D"'),
});

builder.scalarType('JSON', {
  description: 'Arbitrary JSON, after redaction. Integers beyond 2^53 are strings. Output only.',
  serialize: (json) => json,
  parseValue: outputOnly('JSON is an output type.'),
});

/** `parseValue` of a scalar that is written as text; graphql-js uses it for literals too. */
function parsing(parse: (text: string) => number | null, expected: string) {
  return (value: unknown): number => {
    const parsed = typeof value === 'string' ? parse(value) : null;
    if (parsed === null) {
      throw new GraphQLError(`Expected ${expected}, got ${String(JSON.stringify(value)).slice(0, 80)}.`);
    }
    return parsed;
  };
}

function outputOnly(message: string) {
  return (): never => {
    throw new GraphQLError(message);
  };
}
