// What fields, and the types of their values, tell an executor about themselves, among their `extensions`.

/** True: it takes the context only to ask for its own object once more, and lasts as long as that (`lasting.ts`). */
export const lastingField = 'lasts';

/** True: it is told to one request, whatever its object is. */
export const requestField = 'isOfRequest';

/** True: its strings are given out as they are, and JSON escapes nothing in them; base64url, for instance. */
export const plainText = 'isPlain';
