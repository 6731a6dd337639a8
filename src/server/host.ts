import type { HttpRequest } from './http.ts';
import { Refusal } from './refusal.ts';

/**
 * Refuses who asks for another host than these; null: any. A foreign page whose name suddenly resolves to this machine
 * (DNS rebinding) is of the same origin to a browser, and only the name in `Host` gives it away. Browsers always send
 * it; who sends none is none.
 */
export function expectHost(request: HttpRequest, hosts: readonly string[] | null): void {
  if (hosts === null) return;
  const host = request.header('host');
  if (host === null || hosts.includes(host) || hosts.includes(nameOf(host))) return;
  throw new Refusal(
    421,
    'Expected another `Host`: this gateway answers only to the names in `server.hosts`.',
  );
}

/** Without the port; an IPv6 address keeps its brackets. */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '');
}
