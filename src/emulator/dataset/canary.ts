/** Every invented secret contains this, so that a test can search an answer, a log or a cache for leaks. */
export const CANARY = 'CANARY-';

/** What `CANARY-` looks like inside base64, where a secret is encoded: user data is written so that it begins with it. */
export const CANARY_BASE64 = 'Q0FOQVJZ';

/** Values that stand under names which only look secret. They are no secrets and may be shown. */
export const DECOY = 'DECOY-';
