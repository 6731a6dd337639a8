import { atMostOne, collector, headers, section } from './values.ts';

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
})
  .refine(({ endpoint, headers: sent }) => endpoint !== undefined || Object.keys(sent).length === 0, {
    path: ['endpoint'],
    error: 'the address that the headers are for',
  })
  .transform(({ endpoint, ...rest }): TracingTarget | null =>
    endpoint === undefined ? null : { endpoint, ...rest },
  );
