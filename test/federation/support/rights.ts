import { grantOf } from '../../../src/model/grant.ts';
import { apiKeyFor, authOf } from '../../support/identity.ts';

const key = apiKeyFor('router');

/** What a client of the router shows, and only with it are events given out. */
export const authorization = { authorization: `Bearer ${key.text}` };

/** Without a key the schema may be read, and nothing else. */
export const auth = authOf({ anonymous: grantOf({ scopes: ['introspect'] }), apiKeys: [key.config] });
