import type { DownloadProblem } from '@shotcaller/core';
import { backoffMs } from './backoff.ts';

export interface FailedDownload {
  readonly problem: DownloadProblem;
  readonly retryAfterMs?: number | undefined;
  /** Tries of this address that failed without a new byte, this one included. */
  readonly failures: number;
  /** Whether another address of the same file is left. */
  readonly hasOtherAddress: boolean;
  readonly random: () => number;
}

export type NextDownload =
  | { readonly action: 'try_again'; readonly delayMs: number }
  | { readonly action: 'next_address' }
  | { readonly action: 'give_up' };

/** Trouble that passes by waiting; the rest needs another address. */
const passing: ReadonlySet<DownloadProblem> = new Set<DownloadProblem>([
  'not_ready',
  'interrupted',
  'timed_out',
  'unavailable',
  'damaged',
  'not_a_video',
]);

/**
 * What to do after a download that failed. Reading a file costs nothing, so it is tried generously: waiting where waiting helps,
 * then the next address. A wrong type is among what passes: an edge's page with status 200 is gone a second later.
 */
export function nextDownload(failed: FailedDownload): NextDownload {
  const { problem, retryAfterMs, failures, hasOtherAddress, random } = failed;
  const mostFailures = problem === 'not_a_video' || problem === 'damaged' ? 3 : 5;
  // The size cap is about the file, and every address has the same file.
  if (problem === 'too_large') return { action: 'give_up' };
  if (passing.has(problem) && failures < mostFailures) {
    return { action: 'try_again', delayMs: backoffMs({ attempt: failures - 1, retryAfterMs, random, capMs: 30_000 }) };
  }
  return hasOtherAddress ? { action: 'next_address' } : { action: 'give_up' };
}

/** What an error status of a content request means. */
export function problemOfStatus(httpStatus: number): DownloadProblem {
  if (httpStatus === 404 || httpStatus === 410) return 'gone';
  // 409 by the SDK, 400 in earlier reports. An index out of range is a 400 as well, and a few tries more do no harm.
  if (httpStatus === 409 || httpStatus === 400 || httpStatus === 425) return 'not_ready';
  if (httpStatus === 408 || httpStatus === 429 || httpStatus >= 500) return 'unavailable';
  return 'refused';
}
