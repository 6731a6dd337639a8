import { Refusal } from './refusal.ts';

const spoken = ['application/json', 'application/graphql-response+json'] as const;

export type MediaType = (typeof spoken)[number];

/**
 * The first listed type that we speak; null when there is none. Wildcards and silence mean `application/json`
 * (GraphQL over HTTP, "Legacy Watershed"). Quality values are ignored, except 0.
 */
export function negotiate(accept: string | null): MediaType | null {
  if (accept === null || accept.trim() === '') return 'application/json';
  const exact = spoken.find((one) => one === accept);
  if (exact !== undefined) return exact;
  for (const range of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    if (parameters.some((one) => /^q=0(\.0*)?$/.test(one) || /^charset=(?!"?utf-?8)/.test(one))) continue;
    if (type === '*/*' || type === 'application/*') return 'application/json';
    const found = spoken.find((one) => one === type);
    if (found !== undefined) return found;
  }
  return null;
}

export function expectMediaType(accept: string | null): MediaType {
  const found = negotiate(accept);
  if (found !== null) return found;
  throw new Refusal(406, 'Expected `accept` to name application/json or application/graphql-response+json.');
}
