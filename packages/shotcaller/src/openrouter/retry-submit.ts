import { backoffMs } from './backoff.ts';
import type { SubmitOutcome } from './client.types.ts';

/** What an error answer to a submit proves. */
export type SubmitVerdict =
  /** No job exists, and the same body would be refused again. */
  | 'refused'
  /** No job exists, and the same body may be sent again after a while. */
  | 'refused_for_now'
  /** A paid job may exist. */
  | 'unknown';

export interface SubmitAnswer {
  readonly httpStatus: number;
  readonly errorType: string | null;
  readonly limitSource: string | null;
  readonly availabilityCode: string | null;
  /** `error.availability.retryable === false`. */
  readonly saysFinal?: boolean;
}

/** `error_type` of a 503 that says that nobody took the request. */
const noCapacity: ReadonlySet<string> = new Set(['provider_overloaded', 'provider_unavailable', 'rate_limit_exceeded']);

/**
 * Judges an error answer to a submit by its status and documented codes, never by its text. Only 429, a 503 that states lack of
 * capacity or endpoints, and a 402 of the in-flight budget may be repeated. Every other 4xx is a refusal, but for 408: a
 * request that timed out may have been taken. Other 5xx, and a 503 without a code, may hide a paid job.
 */
export function judgeSubmitAnswer(answer: SubmitAnswer): SubmitVerdict {
  const { httpStatus, errorType, limitSource, availabilityCode, saysFinal = false } = answer;
  if (httpStatus === 429) return 'refused_for_now';
  if (httpStatus === 402) return limitSource === 'openrouter_in_flight_budget' ? 'refused_for_now' : 'refused';
  if (httpStatus === 503) {
    if (availabilityCode !== null) return saysFinal ? 'refused' : 'refused_for_now';
    return errorType !== null && noCapacity.has(errorType) ? 'refused_for_now' : 'unknown';
  }
  return httpStatus >= 400 && httpStatus < 500 && httpStatus !== 408 ? 'refused' : 'unknown';
}

export interface NextSubmitOptions {
  /** Submits sent so far, this outcome's included. */
  readonly attempts: number;
  /** Since the first of them. */
  readonly elapsedMs: number;
  readonly random: () => number;
  /** Default 5. */
  readonly maxAttempts?: number;
  /** Longest time from the first submit to the last. Default 600,000. */
  readonly maxElapsedMs?: number;
}

export type NextSubmit =
  | { readonly action: 'submit_again'; readonly delayMs: number }
  | {
      readonly action: 'stop';
      readonly why: 'accepted' | 'refused' | 'outcome_unknown' | 'attempts_spent' | 'wait_too_long';
      /** With `attempts_spent` and `wait_too_long`: when the server would take it. */
      readonly retryAfterMs?: number;
    };

/** Whether and when the same body is sent again. Sent again only when it is certain that nothing was bought. */
export function nextSubmit(outcome: SubmitOutcome, options: NextSubmitOptions): NextSubmit {
  const { attempts, elapsedMs, random, maxAttempts = 5, maxElapsedMs = 600_000 } = options;
  if (outcome.kind === 'accepted') return { action: 'stop', why: 'accepted' };
  if (outcome.kind === 'unknown') return { action: 'stop', why: 'outcome_unknown' };
  if (outcome.kind === 'refused' && outcome.repeat === 'no') return { action: 'stop', why: 'refused' };
  const retryAfterMs = outcome.kind === 'refused' ? outcome.retryAfterMs : undefined;
  const asked = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (attempts >= maxAttempts) return { action: 'stop', why: 'attempts_spent', ...asked };
  const delayMs = backoffMs({ attempt: attempts - 1, retryAfterMs, random, firstMs: 2000 });
  if (elapsedMs + delayMs > maxElapsedMs) return { action: 'stop', why: 'wait_too_long', ...asked };
  return { action: 'submit_again', delayMs };
}
