/** JSON after redaction. Objects have no prototype; integers beyond 2^53 are strings. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
