/**
 * Why a job is where it is: a code and its arguments, as the ledger keeps them. Money is an exact decimal in US dollars. `message`
 * and `detail` are one line of what the other side said, untrusted.
 */
export type JobReason =
  | OverBudget
  | PriceUnknownWithCap
  /** The client key that ordered may not buy this model. */
  | { readonly code: 'model_not_allowed'; readonly model: string; readonly allowed: readonly string[] }
  /** The client key that ordered was revoked before anything was sent. */
  | { readonly code: 'key_revoked' }
  | RefusedByService
  /** No connection came about: nothing was sent and no job exists. */
  | { readonly code: 'not_sent'; readonly detail: string }
  /** The edge in front of the service answered that it has no connection to it: nothing arrived and no job exists. */
  | { readonly code: 'service_not_reached'; readonly httpStatus: number }
  /** The answer to the submit was lost, or proves nothing: a paid job may exist. */
  | {
      readonly code: 'submit_outcome_unknown';
      readonly cause: LostAnswer;
      readonly detail: string;
      readonly httpStatus?: number;
    }
  /** The process died between the intent and the answer: a paid job may exist. */
  | { readonly code: 'died_while_submitting'; readonly worker: string | null }
  /** The reservation was given back before anything was sent. */
  | { readonly code: 'never_submitted' }
  | {
      readonly code: 'job_failed' | 'job_cancelled' | 'job_expired';
      readonly message: string | null;
      /** The service's own code of the failure; usually absent. */
      readonly errorCode?: string;
    }
  /** One poll failed; the next comes by itself. */
  | { readonly code: 'poll_failed' }
  /** Polls are refused for good; the job runs on. */
  | {
      readonly code: 'polls_refused';
      readonly why: 'key_refused' | 'job_not_found' | 'request_refused';
      readonly httpStatus: number | null;
      readonly message: string;
    }
  | {
      readonly code: 'deadline_passed';
      readonly deadlineAt?: string | null;
      /** No look after the deadline got an answer, so that nobody knows whether the job still runs. Absent: it was seen running. */
      readonly unseen?: { readonly message: string };
    }
  | DownloadFailed
  /** Paid and finished, and the service no longer has the file. */
  | (Omit<DownloadFailed, 'code'> & { readonly code: 'content_gone' })
  | FileNotWritten
  /** Somebody has looked at the account's activity and said that the job is not there. */
  | ({ readonly code: 'settled_not_bought' } & Said)
  /** Somebody has looked at the account's activity and said what was billed; there is no clip. */
  | ({ readonly code: 'settled_billed'; readonly billedUsd: string } & Said);

/** Who said something of a job that no answer of the service proves, and when. */
export interface Said {
  /** The door and, where it is known, the user or the client key. */
  readonly saidBy: string;
  /** ISO 8601. */
  readonly saidAt: string;
}

/** Why a job is where it is, without its arguments. */
export type JobReasonCode = JobReason['code'];

/** A budget would be broken. `key` and `key_day` are the budgets of a client key of the gateway. */
export interface OverBudget {
  readonly code: 'over_budget';
  readonly cap: BudgetName;
  readonly limitUsd: string;
  /** The job brought the limit itself, as `--max-usd` does. Absent: it stands for every job. */
  readonly setBy?: 'job';
  /** Bills and reservations together. */
  readonly bookedUsd: string;
  readonly neededUsd: string;
  /** When the budget begins anew, ISO 8601; absent where it does not. */
  readonly renewsAt?: string;
}

/** What cannot be priced cannot be reserved. The arguments name the budget where it is known which one. */
export interface PriceUnknownWithCap {
  readonly code: 'price_unknown_with_cap';
  readonly cap?: BudgetName;
  readonly limitUsd?: string;
  readonly bookedUsd?: string;
  readonly neededUsd?: null;
  /** A field of the request that may multiply its price. Absent: the model's price is not known. */
  readonly field?: string;
}

/** `job`: all attempts of one job; `batch`: all clips of a batch, ever; `day` and `month`: UTC, of this ledger. */
export type BudgetName = 'job' | 'batch' | 'day' | 'month' | 'key' | 'key_day';

/** The answer proves that no job exists. `no_capacity`: still so after the last repeat. */
export interface RefusedByService {
  readonly code: 'request_refused' | 'no_capacity';
  readonly httpStatus: number;
  readonly message: string;
  readonly errorType: string | null;
  readonly limitSource: string | null;
  readonly providerName: string | null;
  readonly availabilityCode: string | null;
  readonly moderationReasons: readonly string[];
  readonly issues: readonly { readonly path: string; readonly message: string }[];
}

/** The file is ready at the service and could not be fetched. */
export interface DownloadFailed {
  readonly code: 'download_failed';
  readonly problem: DownloadProblem;
  readonly message: string;
  /** The most that came of the file, on this machine; absent: nothing did. */
  readonly kept?: { readonly path: string; readonly bytes: number };
}

/** The file is ready at the service and could not be kept here. */
export interface FileNotWritten {
  readonly code: 'file_not_written';
  /** Of the system, for example `ENOSPC`. */
  readonly errno: string;
  readonly path: string | null;
  readonly message: string;
}

/** Why the answer to a submit is not known: a paid job may exist. */
export type LostAnswer =
  | 'connection_failed'
  | 'timed_out'
  | 'aborted'
  | 'server_error'
  | 'unreadable_answer'
  | 'unexpected_status';

/** Why a file could not be fetched. `not_ready`, `interrupted`, `timed_out` and `unavailable` may pass. */
export type DownloadProblem =
  | 'not_ready'
  | 'gone'
  | 'refused'
  | 'not_a_video'
  | 'damaged'
  | 'foreign_host_refused'
  | 'too_many_redirects'
  | 'too_large'
  | 'interrupted'
  | 'timed_out'
  | 'unavailable';
