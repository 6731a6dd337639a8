/** What stands in the place of a secret. */
export const mark = '[REDACTED]';

/**
 * What is called `accessKey` may be the id or its secret; `EncryptionKey` is the id of a key of KMS in most products.
 * Ids begin so, or are short (16 characters in old accounts).
 */
export function looksLikeSecretKey(value: string): boolean {
  return value.length > 24 && !/^(?:LTAI|STS\.|TMP\.|key-|alias\/|acs:|[\da-f]{8}-[\da-f]{4}-)/.test(value);
}
