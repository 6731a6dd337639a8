/** What operators may call accounts, clients, grants and levels. */
export const namePattern: RegExp = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
