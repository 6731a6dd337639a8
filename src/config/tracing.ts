import { atMostOne, collector, headers, missing, section } from './values.ts';

/** Where traces go; null: nowhere. */
export interface TracingTarget {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sampleRatio: number;
}

export const tracingSection = section({
  endpoint: collector().exactOptional(),
  headers: headers().default({}),
  sampleRatio: atMostOne().default(1),
}).transform(({ endpoint, ...rest }, context): TracingTarget | null => {
  if (endpoint !== undefined) return { endpoint, ...rest };
  if (Object.keys(rest.headers).length > 0)
    context.issues.push(missing('endpoint', 'the address that the headers are for'));
  return null;
});
