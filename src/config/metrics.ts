import { hostName, integer, section } from './values.ts';

/** Where metrics are served; null: nowhere. */
export type MetricsAddress = { readonly host: string; readonly port: number } | null;

/** A port of its own, so that metrics are never where clients are. 0 takes any free one. */
export const metricsSection = section({
  port: integer(0, 65_535).exactOptional(),
  host: hostName().exactOptional(),
})
  .refine(({ port, host }) => port !== undefined || host === undefined, {
    path: ['port'],
    error: 'a port, since a host is named',
  })
  .transform(({ port, host = '127.0.0.1' }): MetricsAddress => (port === undefined ? null : { host, port }));
