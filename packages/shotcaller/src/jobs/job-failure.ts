/** A broken contract while a job was under way. Carries the ids, so that nothing that was paid is lost. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
  /** The API's id, when one was given. */
  readonly remoteId: string | null;

  constructor(
    readonly code: 'request_missing' | 'not_recorded' | 'key_reused' | 'no_such_job' | 'output_unusable',
    message: string,
    /** Our id; `null` when no job exists. */
    readonly id: string | null,
    options: { readonly cause?: unknown; readonly remoteId?: string } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.remoteId = options.remoteId ?? null;
  }
}
