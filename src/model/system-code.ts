/** What the system calls a failure, such as ENOENT; null where an error comes from elsewhere. */
export function systemCodeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
