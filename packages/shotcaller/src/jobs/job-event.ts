import type { AttemptState } from './job.ts';

/** What can happen to an attempt. A ledger that a later version has written may hold others. */
export type JobEventName =
  /** Model and request were chosen. */
  | 'planned'
  /** Money is reserved and the intent is on disk; the request may have left. */
  | 'submitting'
  /** The service took the job and gave its id. */
  | 'submitted'
  /** The service, or a budget, refused it: nothing was bought. */
  | 'refused'
  /** The service has certainly refused it for now; it is sent again later. */
  | 'refused_for_now'
  /** The answer to the submit was lost: a paid job may exist. */
  | 'outcome_unknown'
  /** A webhook with the correlation token named the job whose answer was lost. */
  | 'found_by_webhook'
  /** The service calls completed what it had called failed, cancelled or expired: it is fetched and billed after all. */
  | 'completed_after_all'
  /**
   * A repeated submit was taken too, after a webhook had proved that an earlier try was bought, or a further attempt was bought before this
   * one came back: its id is in the detail.
   */
  | 'bought_as_well'
  /** A verified webhook said that there is news; the job itself is asked. */
  | 'webhook_hint'
  /** Somebody named the service's id of the job, found in the account's activity. */
  | 'remote_id_given'
  /** Seen alive for the first time. */
  | 'running'
  | 'poll_failed'
  /** The service says that the clip is ready, and its bill is booked. */
  | 'completed'
  /** The service says otherwise of a job that it has called ready before; what it said first stands. */
  | 'completed_before'
  | 'failed'
  | 'cancelled'
  | 'expired'
  | 'download_started'
  | 'download_failed'
  /** The file is whole and was compared with the order. */
  | 'file_checked'
  | 'done'
  /** A delivered clip was copied to another place, or is fetched again for it. */
  | 'put_elsewhere'
  /** Ready and billed, and its file could not be fetched or kept so far. */
  | 'not_fetched'
  /** Watching ended before the job did. */
  | 'gave_up_watching'
  /** Somebody asked to go on. */
  | 'resumed'
  /** The process that watched let go of it; the job runs on. */
  | 'detached'
  /** Another process goes on, for the one before has ended. */
  | 'taken_over'
  /** Somebody said what the account's activity shows. */
  | 'settled';

/** Something that happened to an attempt. Append only. */
export interface JobEvent {
  readonly attemptId: string;
  readonly jobId: string;
  /** The version of the attempt that it led to: events of an attempt are in this order. */
  readonly version: number;
  /** ISO 8601. */
  readonly at: string;
  /** The process that moved it. */
  readonly by: string;
  readonly what: JobEventName;
  readonly state: AttemptState;
  /** Depends on `what`; `null`: nothing more is known. */
  readonly detail: unknown;
}

/** What led to a version of an attempt, as it is written down. */
export type NewJobEvent = { readonly what: JobEventName; readonly detail?: unknown };
