import type { EndedAttempt } from '../../choice/own-evidence.ts';
import type { Attempt, AttemptState, Job, JobReason, Receipt } from '../job.ts';
import type { JobEvent, NewJobEvent } from '../job-event.ts';
import type { Caps } from '../money/caps.ts';
import type { MoneyEntry } from '../money/money-entry.ts';
import type { ArchivedJob } from './archive-records.ts';

/** What a write may change of an attempt. */
export type AttemptChange = Partial<
  Omit<Attempt, 'id' | 'jobId' | 'number' | 'version' | 'createdAt' | 'correlationToken' | 'service'>
>;

/** One move of one attempt: its new values, what happened, and the money that moved, all in one transaction or none of it. */
export interface Transition {
  readonly attemptId: string;
  /** The version that the writer has seen. Another one in the row: nothing is written. */
  readonly version: number;
  readonly change: AttemptChange;
  /** ISO 8601. */
  readonly at: string;
  /** The process that moved it. */
  readonly by: string;
  /** Absent: not worth an event, such as a poll that found nothing new. */
  readonly event?: NewJobEvent;
  readonly money?: readonly MoneyEntry[];
  /** Where the attempt was settled before, the difference is booked. Default false: to settle twice is an error. */
  readonly corrects?: boolean;
  /** The `remoteId` of the change must belong to no other attempt of the service: else nothing is written. */
  readonly claimsRemoteId?: boolean;
  /**
   * `false`: what it says can be had again from the service or from the disk, so it need not be synced before its promise
   * resolves; a killed process loses nothing, a power failure at most this. Default true.
   */
  readonly durable?: boolean;
}

/** A job with its attempts, by number. */
export interface JobWithAttempts {
  readonly job: Job;
  readonly attempts: readonly Attempt[];
}

/**
 * By what an earlier job is recognised: the caller's own key, or an equal body within a window. Within a service and an owner. `null`
 * where every order is its own.
 */
export type Dedupe =
  | { readonly by: 'key'; readonly key: string }
  | {
      readonly by: 'body';
      readonly hash: string;
      /** Milliseconds since 1970; older jobs are not repeated. */
      readonly sinceMs: number;
      readonly arrivedAtMs: number;
      /** Whether this process received the submit of that job, so that its times are of the same clock. */
      readonly isReceivedHere: (jobId: string) => boolean;
    };

/** What a new job is recorded with. */
export interface JobOpening {
  readonly job: Job;
  readonly dedupe: Dedupe | null;
  /** Its first attempt, planned. */
  readonly attempt: Attempt;
  /** The request body, as text. */
  readonly body: string;
}

/** An earlier job that a submit is the same as. */
export type RepeatedJob =
  /** The job that a submit repeats. */
  | { readonly kind: 'repeat'; readonly job: Job }
  /**
   * An equal submit came so shortly before that only the fate of its answer tells whether this one is a repeat; ask again when that
   * is known, or after a moment.
   */
  | { readonly kind: 'answer_pending'; readonly job: Job };

/** The same, also where the earlier job has gone into the archive. */
export type Repeat =
  | RepeatedJob
  /** The key's job is in the archive, and not bought again. */
  | ({ readonly kind: 'archived' } & ArchivedJob);

/** What became of a submit. */
export type JobOpened =
  | { readonly kind: 'opened'; readonly job: Job }
  | Repeat
  /** The owner's key may submit again in so many seconds. */
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds: number };

/** Whether the money of an attempt was set aside. */
export type ReserveAnswer =
  | { readonly kind: 'reserved'; readonly attempt: Attempt }
  /** A cap, the key's budget or its list of models; `reason` says which. Nothing was written. */
  | { readonly kind: 'refused'; readonly reason: JobReason }
  /** Somebody else moved the attempt first. */
  | { readonly kind: 'stale' };

/** Jobs of one service, newest first, a page at a time. */
export interface JobQuery {
  /** Origin that the jobs were bought from. */
  readonly service: string;
  /** Only jobs of this client key. Default: of everybody. */
  readonly owner?: string | undefined;
  /** Only jobs with an attempt in one of these states. Default: all. */
  readonly states?: readonly AttemptState[] | undefined;
  /** Only jobs with an attempt on this model. Default: all. */
  readonly model?: string | undefined;
  /** Created on or after, ISO 8601. Default: from the first on. */
  readonly since?: string | undefined;
  /** Created before, ISO 8601. Default: up to now. */
  readonly before?: string | undefined;
  /** Only jobs that have each of these words in prompt, id, key or model, in whatever case. Default: all. */
  readonly words?: readonly string[] | undefined;
  /** So many jobs are looked at for words before a page ends, with fewer jobs or none, and says where to go on. Default 20,000. */
  readonly mostSearched?: number | undefined;
  /** The id of the last job of the page before. Default: the first page. */
  readonly after?: string | undefined;
  /** Default 50. */
  readonly limit?: number | undefined;
}

/** A page of jobs. */
export interface JobPage {
  readonly jobs: readonly JobWithAttempts[];
  /** For `after`; `null`: this was the last page. */
  readonly next: string | null;
}

/** How many attempts are in a state that is not the end. */
export interface OpenAttempts {
  readonly state: AttemptState;
  readonly attempts: number;
  /** The earliest due time among them, ISO 8601; `null`: no step of them is due by itself. */
  readonly earliestDueAt: string | null;
}

/** A clip in its place. */
export interface PutFile {
  readonly path: string;
  readonly jobId: string;
  readonly owner: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The part of a ledger that keeps jobs, their attempts and their events. */
export interface JobRecords {
  /**
   * Records a job with its first attempt, in one transaction with the look for an earlier one and the count against the key's rate. Of
   * two equal submits at the same moment, in whichever processes, one is opened and the other is its repeat.
   *
   * Not synced: a power failure may lose the job as long as nothing was sent for it, and then nothing was bought. The intent to submit
   * is written after it into the same log and syncs both. Who gives the id out before that makes the receipt durable.
   */
  openJob(opening: JobOpening): Promise<JobOpened>;
  /** The same look alone: what `openJob` would find now. */
  findRepeat(service: string, owner: string, dedupe: Dedupe): Promise<Repeat | undefined>;
  /** Records a further attempt; `false` when somebody else recorded that attempt first. */
  addAttempt(attempt: Attempt, body: string): Promise<boolean>;
  /** Moves an attempt; `undefined` when its version is another by now. */
  apply(transition: Transition): Promise<Attempt | undefined>;
  /**
   * Holds on to an attempt in the middle of a long step: its lease ends later, its version stays. `false`: it is another worker's by
   * now, and the step must end. Not synced.
   */
  renewLease(lease: {
    readonly attemptId: string;
    readonly worker: string;
    /** ISO 8601. */
    readonly until: string;
  }): Promise<boolean>;
  /**
   * Reserves money and moves the attempt, holding the caps and what the owner's client key allows at that moment: budgets, models, and
   * that it is not revoked. What an earlier try has reserved for the attempt counts for the day of the change from then on, and is not
   * reserved twice. `reservePico` of `null`: the price is unknown, which every cap and budget refuses.
   */
  reserve(transition: Transition, reservePico: bigint | null, caps: Caps): Promise<ReserveAnswer>;
  /** Replaces the options of a job, such as where its clip is to go. */
  changeJobOptions(jobId: string, options: Job['options']): Promise<void>;
  /** Marks that no further attempt will be made. */
  concludeJob(jobId: string, at: string): Promise<void>;
  /** Notes what became of a submit's answer. Not synced unless `durable`: losing it buys nothing twice. */
  changeReceipt(
    jobId: string,
    change: Partial<Pick<Receipt, 'answer' | 'answeredAtMs' | 'handedOver' | 'letGo'>> & {
      readonly countRepeat?: boolean;
      /** For an answer that goes out before anything was sent: the id in it must still be known after a power failure. */
      readonly durable?: boolean;
    },
  ): Promise<void>;

  job(id: string): Promise<Job | undefined>;
  jobWithAttempts(id: string): Promise<JobWithAttempts | undefined>;
  /** Those that are there, in the order of the ids: in a few statements, however many they are. */
  jobsWithAttempts(ids: readonly string[]): Promise<readonly JobWithAttempts[]>;
  attempt(id: string): Promise<Attempt | undefined>;
  attemptsOfJob(jobId: string): Promise<readonly Attempt[]>;
  attemptByToken(correlationToken: string): Promise<Attempt | undefined>;
  /** The newest, for a simulator that starts anew may give an id twice. */
  attemptByRemoteId(service: string, remoteId: string): Promise<Attempt | undefined>;
  jobs(query: JobQuery): Promise<JobPage>;
  /** Ids of jobs that are not concluded or have an unfinished attempt, oldest first. */
  openJobIds(query: {
    readonly service: string;
    readonly after?: string;
    readonly limit?: number;
  }): Promise<readonly string[]>;
  /**
   * Ids of jobs that a gateway took and nobody carries: a step is due and the lease over, or the last attempt ended a while ago and
   * nobody concluded the job. Jobs that wait for somebody's decision, or were let go, are not among them. Oldest first.
   */
  abandonedJobIds(query: {
    readonly service: string;
    /** ISO 8601: leases that end later hold. */
    readonly at: string;
    /** ISO 8601: an attempt that ended later may yet be followed by its own process. */
    readonly endedBefore: string;
    readonly limit: number;
  }): Promise<readonly string[]>;
  /** How many attempts of a service are in each state in which something may still happen, and since when a step of them is due. */
  openAttempts(query: { readonly service: string }): Promise<readonly OpenAttempts[]>;
  /** The newest attempts that ended or completed, for evidence of own runs. Newest first. */
  endedAttempts(query: { readonly service: string; readonly limit: number }): Promise<readonly EndedAttempt[]>;
  requestBody(attemptId: string): Promise<string | undefined>;
  /** Of each of these files, which job was the last to put its clip there. Paths where no job did are left out. */
  lastPutAt(paths: readonly string[]): Promise<readonly PutFile[]>;
  events(query: { readonly jobId: string; readonly limit?: number }): Promise<readonly JobEvent[]>;
  /** Jobs of a service, or of one owner, that had an event at that time (ISO 8601) or later; those whose last is oldest come first. */
  movedJobIds(query: {
    readonly service: string;
    readonly owner?: string | undefined;
    readonly since: string;
    readonly limit: number;
  }): Promise<readonly string[]>;
  /** `false` when this webhook call of the service was seen before. It is remembered for 30 days. */
  rememberDelivery(idempotencyKey: string, at: string): Promise<boolean>;
}
