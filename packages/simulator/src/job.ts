import type { RenderPlan } from './plan.ts';
import type { Bill } from './price.ts';
import type { SubmitRequest } from './request.ts';

/** One accepted submit. Plain data: it goes to the state file as it is. */
export interface Job {
  readonly id: string;
  /** 1 for the first job of this account. */
  readonly sequence: number;
  readonly model: string;
  readonly canonicalSlug: string;
  readonly request: SubmitRequest;
  readonly plan: RenderPlan;
  /** What the clip is drawn from: the request's seed, else a draw. */
  readonly seed: number;
  readonly submittedAtMs: number;
  readonly endsAtMs: number;
  readonly outcome: { readonly status: 'completed' } | JobFailure;
  /** Decimal string of US dollars, the list price at submit; undefined when no SKU fits. */
  readonly estimatedUsd?: string;
  /** Scenarios that came with the submit, as text. */
  readonly scenario: string;
  /** Scheme, host and port under which the submit came. */
  readonly origin: string;
  /** Set once the end has been booked and announced. */
  readonly settledAtMs?: number;
  /** Decimal string; present once billed. */
  readonly billedUsd?: string;
}

/** How a job ends without a clip. */
export interface JobFailure {
  readonly status: 'failed' | 'expired' | 'cancelled';
  readonly error: string;
}

/** What the account was charged for one job. */
export interface BookedBill {
  readonly jobId: string;
  readonly model: string;
  readonly bookedAtMs: number;
  /** Decimal string. */
  readonly usd: string;
  readonly lines: Bill['lines'];
  /** How the bill departs from the catalogue, or undefined. */
  readonly surprise?: string;
}

/** One attempt to deliver one webhook. */
export interface Delivery {
  readonly jobId: string;
  readonly type: string;
  readonly idempotencyKey: string;
  readonly url: string;
  readonly attempt: number;
  readonly attemptedAtMs: number;
  /** HTTP status of the receiver; undefined when there was no answer. */
  readonly status?: number;
  readonly failure?: string;
  /** "true" unless a scenario made it otherwise. */
  readonly kind: 'true' | 'duplicate' | 'forged' | 'replayed' | 'stale';
}

/** An end that is booked stays, also for a process whose clock is behind that of the one which booked it. */
export function statusAt(job: Job, nowMs: number): 'pending' | Job['outcome']['status'] {
  return job.settledAtMs !== undefined || nowMs >= job.endsAtMs ? job.outcome.status : 'pending';
}

/** A chat that was billed. */
export interface BookedChat {
  readonly id: string;
  readonly model: string;
  readonly bookedAtMs: number;
  /** Exact decimal dollars. */
  readonly usd: string;
  /** The request as it was sent. */
  readonly request: unknown;
}
