import { backoffMs } from './backoff.ts';

export interface FailedPoll {
  /** Absent when no answer was read: a reset, a time-out. */
  readonly httpStatus?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  /** Polls that failed in a row, this one included. */
  readonly failures: number;
  /** Since the submit. */
  readonly jobAgeMs: number;
  readonly random: () => number;
}

export type NextPoll =
  | { readonly action: 'poll_again'; readonly delayMs: number }
  /** Stop watching; the job stays as it is and can be resumed. Never a reason to call it failed, or to buy another. */
  | { readonly action: 'stop_watching'; readonly why: 'key_refused' | 'job_not_found' | 'request_refused' };

/** A job that was accepted may take a moment to be found everywhere. */
const findableWithinMs = 10 * 60_000;

/** What to do after a poll that failed. It says nothing about the job. There is no count after which a job is given up: that is the deadline's part. */
export function nextPollAfterFailure(poll: FailedPoll): NextPoll {
  const { httpStatus, retryAfterMs, failures, jobAgeMs, random } = poll;
  const again = (): NextPoll => ({
    action: 'poll_again',
    delayMs: backoffMs({ attempt: failures - 1, retryAfterMs, random, firstMs: 2000 }),
  });
  if (httpStatus === 401 || httpStatus === 403) return { action: 'stop_watching', why: 'key_refused' };
  if (httpStatus === 404) {
    return jobAgeMs < findableWithinMs || failures < 5 ? again() : { action: 'stop_watching', why: 'job_not_found' };
  }
  return isPollRetryable(httpStatus) ? again() : { action: 'stop_watching', why: 'request_refused' };
}

/** Whether asking again can help, as far as the status alone tells. An unreadable 200 and no answer at all count as passing trouble. */
export function isPollRetryable(httpStatus: number | undefined): boolean {
  if (httpStatus === undefined || httpStatus < 400 || httpStatus >= 500) return true;
  // 402: an account in debt can be topped up while the job, already paid for, runs on.
  return [402, 404, 408, 409, 425, 429].includes(httpStatus);
}
