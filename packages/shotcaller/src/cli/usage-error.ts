/** The command line cannot be carried out as written; exit code 2. The message says what is wrong and what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
