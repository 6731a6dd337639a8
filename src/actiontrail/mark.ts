/** What stands in the place of a secret. */
export const mark = '[REDACTED]';

/** What is called `accessKey` may be the id or its secret. Ids begin so, or are short (16 characters in old accounts). */
export function looksLikeSecretKey(value: string): boolean {
  return value.length > 24 && !/^(?:LTAI|STS\.|TMP\.)/.test(value);
}
