import type { Brief, NoPlan, Plan, Profile } from '@shotcaller/core';
import type { JobOptions } from '../../jobs/job.ts';
import type { AnswerFate } from '../guards/answer-fate.ts';
import type { Caller } from '../keys/caller.ts';
import type { JobSnapshot } from './wire-status.ts';

/** A job as a route hands it in. */
export interface JobOrder {
  readonly caller: Caller;
  readonly brief: Brief;
  /** What was quoted and is to be bought as it is. Default: planned now. */
  readonly plan?: Plan;
  readonly options: Partial<Pick<JobOptions, 'fallback' | 'allowTwoBills' | 'sidecar' | 'confirmUsd'>>;
  /** The model as asked for: an id or `auto…`. */
  readonly requested: string;
  /** The name of the profile that picks; `null`: the model was named. */
  readonly profileName: Profile['name'] | null;
  /** SHA-256 of the canonical body: equal for equal orders. */
  readonly bodyHash: string;
  /** The client's own dedupe key; `null`: the window decides. */
  readonly clientKey: string | null;
  readonly callbackUrl: string | null;
  /** The client's W3C trace context. */
  readonly traceparent?: string | undefined;
  readonly answerFate: AnswerFate;
  /** How large the order is. */
  readonly bodyBytes: number;
}

export type Ordered =
  /** It may have been refused: `snapshot` says. */
  | { readonly kind: 'job'; readonly snapshot: JobSnapshot; readonly repeated: boolean }
  | NoPlan
  | { readonly kind: 'model_not_allowed'; readonly model: string; readonly allowed: readonly string[] }
  | { readonly kind: 'not_confirmed' | 'request_refused'; readonly plan: Plan }
  /** `message` says what differs from the first order of this key. */
  | { readonly kind: 'key_reused'; readonly message: string }
  /** The first order of this key is no longer in the ledger. `message` says where its job is. */
  | { readonly kind: 'key_archived'; readonly message: string }
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds: number }
  /** `not_placed_yet`: the wait was over before the ledger had it. Else the code of what was thrown; without one `internal`. */
  | { readonly kind: 'failed'; readonly code: string };
