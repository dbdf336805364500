import type { DownloadProblem } from '@shotcaller/core';
import type { WireError } from './wire-error.types.ts';

/** What all three tell. */
export interface FailedCall {
  readonly retryable: boolean;
  /** What the server asked for; absent when it named no time. */
  readonly retryAfterMs?: number;
  /** Absent when no answer was read. */
  readonly httpStatus?: number;
  readonly wireError?: WireError;
  readonly cause?: unknown;
}

/** The catalogue or the account could not be read. */
export class CallError extends Error {
  override readonly name: string = 'CallError';
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly httpStatus: number | undefined;
  readonly wireError: WireError | undefined;

  constructor(message: string, { retryable, retryAfterMs, httpStatus, wireError, cause }: FailedCall) {
    super(message, cause === undefined ? undefined : { cause });
    this.retryable = retryable;
    this.retryAfterMs = retryAfterMs;
    this.httpStatus = httpStatus;
    this.wireError = wireError;
  }
}

/** A job could not be read. It says nothing about the job: the next poll asks for the same id. */
export class PollError extends CallError {
  override readonly name = 'PollError';
  readonly remoteId: string;

  constructor(message: string, remoteId: string, details: FailedCall) {
    super(message, details);
    this.remoteId = remoteId;
  }
}

/** A finished job's file could not be fetched. The job is paid; try again later with the same id. */
export class ContentError extends CallError {
  override readonly name = 'ContentError';
  readonly remoteId: string;
  readonly problem: DownloadProblem;
  /** What came instead of the file is a text that names this address. Not trusted. */
  readonly linksTo: string | undefined;

  constructor(
    message: string,
    remoteId: string,
    problem: DownloadProblem,
    { linksTo, ...details }: FailedCall & { readonly linksTo?: string | undefined },
  ) {
    super(message, details);
    this.remoteId = remoteId;
    this.problem = problem;
    this.linksTo = linksTo;
  }
}
