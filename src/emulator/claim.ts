import { apiError } from './errors.ts';

/** What a signed request says about itself, and what its signature would be under a secret. */
export interface Claim {
  readonly accessKeyId: string;
  readonly securityToken: string | undefined;
  readonly signature: string;
  /** Epoch ms. */
  readonly time: number;
  readonly nonce: string;
  readonly expected: (secret: string) => string;
}

/** Percent-encoding in which only letters, digits and `-_.~` stay as they are. */
export function rfc3986(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Epoch ms of `YYYY-MM-DDThh:mm:ssZ`. */
export function parseTime(text: string | undefined): number {
  const isFormed = text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text);
  const time = isFormed ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw apiError('InvalidTimeStamp.Format');
  return time;
}
