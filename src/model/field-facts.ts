// What fields say of themselves, among their `extensions`, to whoever executes them.

/** True: it takes the context only to ask for its own object once more, and lasts as long as that (`lasting.ts`). */
export const lastingField = 'lasts';

/** True: it is told to one request, whatever its object is. */
export const requestField = 'isOfRequest';

/** True: its text has nothing that JSON would escape, base64url for instance. */
export const plainField = 'isPlain';
