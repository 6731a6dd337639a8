import type { HttpAnswer, HttpRequest } from './http.ts';

// Pages of other origins: exactly those that are configured may ask, and never with the cookies of a browser.

const allowed = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'authorization, content-type, x-request-id, x-request-timeout-ms',
  'access-control-max-age': '600',
};

/** The answer to a browser that asks beforehand; null where that is not what it does, or is none of ours. */
export function preflightAnswer(request: HttpRequest, origins: readonly string[]): HttpAnswer | null {
  const isPreflight =
    request.method === 'OPTIONS' &&
    isOurs(request, origins) &&
    request.header('access-control-request-method') !== null;
  return isPreflight ? { status: 204, headers: allowed, body: '' } : null;
}

/** What every answer says to browsers; nothing where no origin is configured. */
export function originHeaders(request: HttpRequest, origins: readonly string[]): Record<string, string> {
  if (origins.length === 0) return {};
  const origin = request.header('origin');
  return {
    vary: 'origin',
    ...(origin !== null && isOurs(request, origins)
      ? {
          'access-control-allow-origin': origin,
          'access-control-expose-headers': 'retry-after, x-request-id',
        }
      : {}),
  };
}

function isOurs(request: HttpRequest, origins: readonly string[]): boolean {
  const origin = request.header('origin');
  return origin !== null && origins.includes(origin);
}
