import type { Viewer } from '../model/grant.ts';
import type { HttpRequest } from './http.ts';

/** Who sent a request, by its head alone. Rejects with UNAUTHENTICATED where that is not proved. */
export type Authenticate = (request: HttpRequest) => Promise<Viewer>;

/** Everybody is this one viewer. */
export function admitAll(viewer: Viewer): Authenticate {
  return async () => viewer;
}
