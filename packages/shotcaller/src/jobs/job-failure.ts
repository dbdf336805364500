import type { OrderDifference } from '@shotcaller/core';

/** A broken contract while a job was under way. Carries the ids, so that nothing that was paid is lost. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
  /** The API's id, when one was given. */
  readonly remoteId: string | null;
  /** With `key_reused`: what the order of the key says otherwise. */
  readonly differences: readonly OrderDifference[];

  constructor(
    readonly code: JobFailureCode,
    message: string,
    /** Our id; `null` when no job exists. */
    readonly id: string | null,
    options: {
      readonly cause?: unknown;
      readonly remoteId?: string;
      readonly differences?: readonly OrderDifference[];
    } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.remoteId = options.remoteId ?? null;
    this.differences = options.differences ?? [];
  }
}

/** Which contract was broken. With `not_recorded` a job was bought all the same: `remoteId` names it. */
export type JobFailureCode =
  | 'request_missing'
  | 'not_recorded'
  | 'key_reused'
  /** The key's job is in the archive of the ledger. Nothing was bought. */
  | 'key_archived'
  /** The plan that came with an order is one for another request, model or service. Nothing was bought. */
  | 'plan_of_another_order'
  | 'no_such_job'
  /** It was in the ledger, and perhaps sent, and is gone. */
  | 'job_lost'
  | 'output_unusable'
  /** Nothing of the job is in doubt, or the amount is none. */
  | 'not_settled'
  /** The id that somebody found is not, or cannot be shown to be, that of the attempt. */
  | 'remote_id_refused';
