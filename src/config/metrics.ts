import { hostName, integer, missing, section } from './values.ts';

/** Where metrics are served; null: nowhere. */
export type MetricsAddress = { readonly host: string; readonly port: number } | null;

/** A port of its own, so that metrics are never where clients are. 0 takes any free one. */
export const metricsSection = section({
  port: integer(0, 65_535).exactOptional(),
  host: hostName().exactOptional(),
}).transform(({ port, host }, context): MetricsAddress => {
  if (port !== undefined) return { host: host ?? '127.0.0.1', port };
  if (host !== undefined) context.issues.push(missing('port', 'a port, since a host is named'));
  return null;
});
