import { backoffMs } from './backoff.ts';
import type { SubmitOutcome } from './client.types.ts';

/** What an error answer to a submit proves. */
export type SubmitVerdict =
  /** No job exists, and the same body would be refused again. */
  | 'refused'
  /** No job exists, and the same body may be sent again after a while. */
  | 'refused_for_now'
  /** The edge in front of the service says that it could not hand the request on, so no job exists. */
  | 'never_arrived'
  /** A paid job may exist. */
  | 'unknown';

export interface SubmitAnswer {
  readonly httpStatus: number;
  readonly errorType: string | null;
  readonly limitSource: string | null;
  readonly availabilityCode: string | null;
  /** `error.availability.retryable === false`. */
  readonly saysFinal?: boolean;
  /** The body is the service's own error envelope: it has arrived there, whatever the status says. Default false. */
  readonly saidByService?: boolean;
}

/**
 * Statuses that are answered before a request is carried out, so that no job exists. Those of the API as documented or recorded, and
 * those that by HTTP's own definition come before the body is looked at. Every other status proves nothing: 408, 425 and 499 may
 * come after the request was taken, and 409 beside an idempotency key may mean that its job exists.
 */
const refusedStatuses: Readonly<Record<number, string>> = {
  400: 'the request breaks a rule of the API or of the model',
  401: 'the key is missing or not known',
  402: 'credit or the limit of the key does not cover it',
  403: 'moderation, a guardrail or the region forbids it',
  404: 'no such model, no endpoint for it, or a wrong address',
  405: 'the address takes no POST',
  407: 'the proxy on the way wants a login, and has passed nothing on',
  411: 'the length was not stated',
  413: 'the body is too large',
  414: 'the address is too long',
  415: 'the body is of a type that is not taken',
  422: 'the request breaks a rule of the API',
  429: 'too many requests',
  431: 'the headers are too large',
};

/**
 * Statuses of Cloudflare's edge that say that it has no connection to the service over which a request could have gone: 521 the
 * connection was refused, 523 there is no route, 525 and 526 the TLS handshake failed. Not 520, 522, 524, 527 and 530: there the request
 * may have been handed on before the edge lost contact.
 */
const unreachedStatuses: ReadonlySet<number> = new Set([521, 523, 525, 526]);

/** `error_type` of a 503 that says that nobody took the request. */
const noCapacity: ReadonlySet<string> = new Set(['provider_overloaded', 'provider_unavailable', 'rate_limit_exceeded']);

/**
 * Judges an error answer to a submit by its status and documented codes, never by its text. Only 429, a 503 that states lack of
 * capacity or endpoints, and a 402 of the in-flight budget may be repeated. What is not listed as a refusal may hide a paid job.
 */
export function judgeSubmitAnswer(answer: SubmitAnswer): SubmitVerdict {
  const { httpStatus, errorType, limitSource, availabilityCode, saysFinal = false, saidByService = false } = answer;
  if (httpStatus === 429) return 'refused_for_now';
  if (httpStatus === 402) return limitSource === 'openrouter_in_flight_budget' ? 'refused_for_now' : 'refused';
  if (httpStatus === 503) {
    if (availabilityCode !== null) return saysFinal ? 'refused' : 'refused_for_now';
    return errorType !== null && noCapacity.has(errorType) ? 'refused_for_now' : 'unknown';
  }
  if (unreachedStatuses.has(httpStatus)) return saidByService ? 'unknown' : 'never_arrived';
  return httpStatus in refusedStatuses ? 'refused' : 'unknown';
}

export interface NextSubmitOptions {
  /** Submits sent so far, this outcome's included. */
  readonly attempts: number;
  /** Since the first of them. */
  readonly elapsedMs: number;
  readonly random: () => number;
  /** Longest time from the first submit to the last. Default 600,000. */
  readonly maxElapsedMs?: number;
}

export type NextSubmit = { readonly action: 'submit_again'; readonly delayMs: number } | { readonly action: 'stop' };

const mostAttempts = 5;

/** Whether and when the same body is sent again. Sent again only when it is certain that nothing was bought. */
export function nextSubmit(outcome: SubmitOutcome, options: NextSubmitOptions): NextSubmit {
  const { attempts, elapsedMs, random, maxElapsedMs = 600_000 } = options;
  const isRefused = outcome.kind === 'refused';
  const nothingWasBought = outcome.kind === 'not_sent' || (isRefused && outcome.repeat !== 'no');
  if (!nothingWasBought || attempts >= mostAttempts) return { action: 'stop' };
  const retryAfterMs = isRefused ? outcome.retryAfterMs : undefined;
  const delayMs = backoffMs({ attempt: attempts - 1, retryAfterMs, random, firstMs: 2000 });
  return elapsedMs + delayMs > maxElapsedMs ? { action: 'stop' } : { action: 'submit_again', delayMs };
}
