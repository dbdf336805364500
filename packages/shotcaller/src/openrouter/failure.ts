import { TimedOutError } from '../outbound/deadline.ts';
import { OutboundRefused } from '../outbound/refusal.ts';
import type { CallContext } from './call.types.ts';
import { ForeignHostError, TooManyRedirectsError } from './exchange.ts';
import { BodyTooLargeError } from './read-body.ts';
import { safeCause } from './redact.ts';
import { proxyTrouble, transportCode } from './transport-failure.ts';
import type { WireError } from './wire-error.types.ts';

/** A whole answer, read as text. */
export interface TextAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Of an error its first 64 kB; of a stream of events the JSON of one. */
  readonly text: string;
  /** Present unless the status is 2xx. */
  readonly error?: WireError;
  /** Of an error: what goes into the thrown one. */
  readonly failed: { readonly httpStatus: number; readonly wireError?: WireError; readonly retryAfterMs?: number };
  readonly retryAfterMs?: number;
}

/** What broke below HTTP, in words without secrets. */
export interface Failure {
  readonly kind: 'connection_failed' | 'timed_out' | 'too_large' | 'foreign_host_refused' | 'too_many_redirects';
  readonly message: string;
  readonly retryable: boolean;
  readonly cause: Error;
}

/** Names an error of `fetch` or of reading its body. */
export function failureOf(error: unknown, { endpoint, redact }: Pick<CallContext, 'endpoint' | 'redact'>): Failure {
  const cause = safeCause(error, redact);
  const named = (kind: Failure['kind'], retryable: boolean): Failure => ({
    kind,
    message: cause.message,
    retryable,
    cause,
  });
  if (error instanceof TimedOutError) return named('timed_out', true);
  if (error instanceof BodyTooLargeError) return named('too_large', false);
  if (error instanceof ForeignHostError || error instanceof OutboundRefused)
    return named('foreign_host_refused', false);
  if (error instanceof TooManyRedirectsError) return named('too_many_redirects', false);
  const proxy = proxyTrouble(error);
  if (proxy !== undefined) {
    const message = `The connection to ${endpoint.origin} failed: ${redact(proxy)}.`;
    return { kind: 'connection_failed', message, retryable: true, cause };
  }
  const code = transportCode(error);
  return {
    kind: 'connection_failed',
    message: `The connection to ${endpoint.origin} failed${code === undefined ? '' : ` (${redact(code)})`}.`,
    retryable: true,
    cause,
  };
}
