import type { OverBudget, PriceUnknownWithCap, RequestFinding, Vote } from '@shotcaller/core';
import type { EndedAttempt } from '../choice/own-evidence.ts';
import type { BatchLease, BatchName, BatchRecord, BatchRecordState, WholeBatchRecord } from './batch-record.ts';
import type { Attempt, AttemptState, Job, JobReason, Receipt } from './job.ts';
import type { JobEvent, NewJobEvent } from './job-event.ts';
import type { Caps } from './money/caps.ts';
import type { LedgerLine, OwnerLine } from './money/ledger-report.ts';
import type { MoneyEntry } from './money/money-entry.ts';
import type { NewReading, ReadingEnd, ReadingLine } from './money/reading.ts';
import type { SealedQuote } from './sealed-quote.ts';

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

export interface BookedEntry {
  readonly attemptId: string;
  readonly jobId: string;
  readonly kind: MoneyEntry['kind'];
  /** Exact decimal, negative for a refund. */
  readonly usd: string;
  readonly budgetDay: string;
  readonly at: string;
  /** Why it is not a stated bill; `null`: it is, or it is no bill. */
  readonly note: NonNullable<MoneyEntry['note']> | null;
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

export interface JobOpening {
  readonly job: Job;
  readonly dedupe: Dedupe | null;
  /** Its first attempt, planned. */
  readonly attempt: Attempt;
  /** The request body, as text. */
  readonly body: string;
  /** What is worth knowing of the request, for its first event. Default: nothing. */
  readonly findings?: readonly RequestFinding[];
}

export type RepeatedJob =
  /** The job that a submit repeats. */
  | { readonly kind: 'repeat'; readonly job: Job }
  /**
   * An equal submit came so shortly before that only the fate of its answer tells whether this one is a repeat; ask again when that
   * is known, or after a moment.
   */
  | { readonly kind: 'answer_pending'; readonly job: Job };

export type Repeat =
  | RepeatedJob
  /** The key's job is in the archive: it is known no better, and not bought again. */
  | { readonly kind: 'archived'; readonly jobId: string; readonly file: string };

export type JobOpened =
  | { readonly kind: 'opened'; readonly job: Job }
  | Repeat
  /** The owner's key may submit again in so many seconds. */
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds: number };

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
  /** The id of the last job of the page before. Default: the first page. */
  readonly after?: string | undefined;
  /** Default 50. */
  readonly limit?: number | undefined;
}

export interface JobPage {
  readonly jobs: readonly JobWithAttempts[];
  /** For `after`; `null`: this was the last page. */
  readonly next: string | null;
}

export interface SpendQuery {
  /** Origin that was bought from. */
  readonly service: string;
  /** Whose jobs. Default: everybody's. */
  readonly owner?: string;
  /** First UTC day, `2026-10-01`. Default: the first of the ledger. */
  readonly since?: string;
  /** Last UTC day. Default: today. */
  readonly until?: string;
}

/** A client key at rest: its hash, never the key. */
export interface ClientKey {
  readonly name: string;
  /** What jobs belong to: the name with the start of the hash, since a name may be given again. */
  readonly owner: string;
  /** SHA-256 of the key. A key is 256 random bits, so a slow hash would protect nothing more. */
  readonly sha256: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
  /** Sees every job, the ledger and the metrics. */
  readonly admin: boolean;
  /** Most that it may spend in all, in dollars. */
  readonly budgetUsd?: string;
  /** Most that it may spend on a UTC day. */
  readonly dailyUsd?: string;
  /** Model ids that it may buy; absent: all. */
  readonly models?: readonly string[];
  readonly submitsPerMinute?: number;
}

/** A webhook call that is owed to a callback URL. */
export interface OwedWebhook {
  /** `<job id>-<status>`: one for each end of a job. */
  readonly id: string;
  readonly jobId: string;
  readonly service: string;
  readonly url: string;
  readonly body: string;
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly tries: number;
  readonly nextAtMs: number;
  readonly lastError: string | null;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

export interface OpenAttempts {
  readonly state: AttemptState;
  readonly attempts: number;
  /** The earliest due time among them, ISO 8601; `null`: no step of them is due by itself. */
  readonly earliestDueAt: string | null;
}

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
   * that it is not revoked. `reservePico` of `null`: the price is unknown, which every cap and budget refuses.
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
  events(query: { readonly jobId: string; readonly limit?: number }): Promise<readonly JobEvent[]>;
  /** Jobs of a service, or of one owner, that had an event at that time (ISO 8601) or later; those whose last is oldest come first. */
  movedJobIds(query: {
    readonly service: string;
    readonly owner?: string | undefined;
    readonly since: string;
    readonly limit: number;
  }): Promise<readonly string[]>;
  /** `false` when this webhook call of the service was seen before. */
  rememberDelivery(idempotencyKey: string, at: string): Promise<boolean>;
}

export interface MoneyRecords {
  /** Pico-dollars reserved for the attempt; `null` when nothing was reserved because the price is unknown. */
  reservedPico(attemptId: string): Promise<bigint | null>;
  /** Entries of one job, or of a service from a time on, oldest first. */
  money(
    query: { readonly jobId: string } | (SpendQuery & { readonly limit?: number }),
  ): Promise<readonly BookedEntry[]>;
  /** Sums by day, model and state, made by the database. Ordered by day, model, state. */
  ledgerLines(query: SpendQuery): Promise<readonly LedgerLine[]>;
  /** The same for each client key apart; the owner of jobs that came without one is empty. */
  ledgerLinesByOwner(query: Omit<SpendQuery, 'owner'>): Promise<readonly OwnerLine[]>;
  /** What is booked, bills and open reservations together: of a job, of an owner or of everybody, in a month, on a day or ever. */
  bookedPico(scope: {
    readonly service: string;
    readonly jobId?: string;
    readonly owner?: string;
    /** Of a batch of the owner, ever. */
    readonly batch?: string;
    /** `2026-10-01`, `2026-10`, or ever. */
    readonly period?: string;
  }): Promise<bigint>;
}

/** Limits of a client key; what is left out stays. */
export interface ClientKeyChange {
  readonly budgetUsd?: string | null;
  readonly dailyUsd?: string | null;
  readonly models?: readonly string[] | null;
  readonly submitsPerMinute?: number | null;
  /** ISO 8601: the key ends now. */
  readonly revokedAt?: string;
}

export interface ClientKeyRecords {
  /** `undefined`: nobody's, or revoked. */
  clientKey(sha256: string): Promise<ClientKey | undefined>;
  /** Not revoked ones, by name. */
  clientKeys(): Promise<readonly ClientKey[]>;
  /** `false`: a key of that name is in use. */
  addClientKey(key: ClientKey): Promise<boolean>;
  /** Changes the limits that are given; `null` takes one away. `undefined`: there is no such key, or it is revoked. */
  changeClientKey(owner: string, change: ClientKeyChange): Promise<ClientKey | undefined>;
  /** `false`: there is none of that name. */
  revokeClientKey(name: string, at: string): Promise<boolean>;
}

export type WebhookQuery = Pick<OwedWebhook, 'service' | 'state'>;

export interface WebhookRecords {
  /** `false`: it is owed already. Not synced: what is lost in a power failure is found by `jobIdsOwedWebhook`, and its id is the same. */
  oweWebhook(webhook: OwedWebhook): Promise<boolean>;
  /** Of one that waits; what was delivered or given up stays so, whatever a process says that slept through it. */
  changeWebhook(
    id: string,
    change: Partial<Pick<OwedWebhook, 'state' | 'tries' | 'nextAtMs' | 'lastError' | 'lastAtMs'>>,
  ): Promise<void>;
  /**
   * Puts off the next try of a webhook call that is due, for whoever calls it now. `false`: somebody else has taken it, or it needs no
   * call any more. Not synced.
   */
  claimWebhook(claim: Pick<OwedWebhook, 'id' | 'nextAtMs'> & { readonly untilMs: number }): Promise<boolean>;
  /** Those of one service's jobs, the next due first: a gateway delivers for its own service only. */
  webhooks(query: WebhookQuery & { readonly limit: number }): Promise<readonly OwedWebhook[]>;
  countWebhooks(query: WebhookQuery): Promise<number>;
  /** Concluded jobs of a service with a callback URL and nothing owed yet. */
  jobIdsOwedWebhook(service: string): Promise<readonly string[]>;
}

/** One comparison of two clips, as it is kept. */
export interface StoredVote extends Vote {
  readonly id: string;
  /** Votes on simulated clips say nothing of real ones. */
  readonly service: string;
  /** The client key that voted; empty: this machine. */
  readonly owner: string;
  /** The jobs whose clips were compared, in the order of `models`; `null`: from elsewhere. */
  readonly jobIds: readonly [string, string] | null;
}

export interface VoteRecords {
  /** `false`: it is known already. */
  addVote(vote: StoredVote): Promise<boolean>;
  /** Votes on clips of a service, oldest first; the newest 100,000. */
  votes(query: { readonly service: string }): Promise<readonly StoredVote[]>;
}

export interface QuoteRecords {
  /** Keeps a quote that may be bought as it is, and forgets the owner's oldest beyond the newest 50. */
  addSealedQuote(quote: SealedQuote): Promise<void>;
  /** An owner's own; somebody else's is not found. */
  sealedQuote(query: {
    readonly service: string;
    readonly owner: string;
    readonly id: string;
  }): Promise<SealedQuote | undefined>;
}

/** Sentences that a chat model reads: their money counts for every limit of a day, a month and a key, and for no job. */
export interface ReadingRecords {
  /** Books the most that a reading may cost, before it is asked for. Answers why not; then nothing was written. */
  reserveReading(
    reading: NewReading,
    caps: Caps,
  ): Promise<OverBudget | PriceUnknownWithCap | Extract<JobReason, { readonly code: 'key_revoked' }> | undefined>;
  /** Replaces what was booked by the bill; nothing when it is settled already. A reading without a bill stays as it was booked. */
  settleReading(id: string, end: ReadingEnd): Promise<void>;
  /** Sums by day and model, made by the database. Ordered by day and model. */
  readingLines(query: SpendQuery): Promise<readonly ReadingLine[]>;
}

/** A process that works on jobs of the ledger. */
export interface Instance {
  /** Its name in leases. */
  readonly worker: string;
  readonly service: string;
  readonly host: string;
  readonly kind: 'serve' | 'worker';
  readonly version: string;
  /** Where it answers; `null`: nowhere. */
  readonly url: string | null;
  /** ISO 8601. */
  readonly startedAt: string;
  /** When it last said that it is there. ISO 8601. */
  readonly seenAt: string;
}

/** What one worker holds of the jobs under way. */
export interface HeldJobs {
  /** `null`: what nobody holds. */
  readonly worker: string | null;
  readonly jobs: number;
  /** Steps that are due. */
  readonly due: number;
  /** The oldest of them has been due since then, ISO 8601; `null`: none is. */
  readonly dueSince: string | null;
  /** The first of its leases ends then, ISO 8601; `null`: it has none. */
  readonly leaseUntil: string | null;
}

export interface InstanceRecords {
  /** Says that a process is there. Not synced. */
  noteInstance(instance: Instance): Promise<void>;
  forgetInstance(worker: string): Promise<void>;
  /** Those that said so since that time (ISO 8601), the oldest first; what is older is forgotten. */
  instances(query: { readonly service: string; readonly since: string }): Promise<readonly Instance[]>;
  /** Jobs under way by who holds them. */
  heldJobs(query: { readonly service: string; readonly at: string }): Promise<readonly HeldJobs[]>;
}

export interface ArchiveQuery {
  readonly service: string;
  /** Jobs that had ended by then, ISO 8601. */
  readonly before: string;
  /** Where the page before ended. */
  readonly after?: ArchivePlace | undefined;
  readonly limit: number;
  /** The name of the file that keeps them. */
  readonly file: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface ArchivePlace {
  readonly createdAt: string;
  readonly id: string;
}

/** All that the ledger holds of a job, as its tables have it. */
export interface ArchivedRecord {
  readonly id: string;
  readonly job: Readonly<Record<string, unknown>>;
  readonly attempts: readonly Readonly<Record<string, unknown>>[];
  readonly requests: readonly Readonly<Record<string, unknown>>[];
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** Amounts in pico-dollars, as text. */
  readonly money: readonly Readonly<Record<string, unknown>>[];
  readonly webhooks: readonly Readonly<Record<string, unknown>>[];
}

export interface ArchiveRecords {
  /**
   * Takes a page of old jobs out of the ledger, after `keep` has them on disk. Never one that is open, whose bill is not known, that is
   * owed a webhook call, whose clip no client has fetched, or whose batch goes on. What was spent stays in every sum. A job that moves
   * meanwhile stays.
   */
  archiveJobs(
    query: ArchiveQuery,
    keep: (records: readonly ArchivedRecord[]) => Promise<void>,
  ): Promise<{ readonly archived: readonly string[]; readonly next: ArchivePlace | null }>;
  /** The file that keeps a job; `undefined`: none does. */
  archiveOf(jobId: string): Promise<string | undefined>;
}

/** Somebody has moved an attempt. */
export interface Move {
  readonly jobId: string;
  readonly attemptId: string;
  readonly version: number;
  /** The process that moved it. */
  readonly by: string;
  /** When, ISO 8601. */
  readonly at: string;
}

export interface MoveListener {
  onMove(move: Move): void;
  /** Moves may have been missed, such as while the connection was broken. */
  onGap(): void;
}

export interface BatchRecords {
  /**
   * Writes a batch down, in place of an earlier one of its name, which keeps the time of its making. `false`: another worker holds that one;
   * nothing was written.
   *
   * @param lease who runs it from now on; absent: nobody yet
   * @param isGone whether a worker is known to be dead, so that its lease is void
   */
  putBatch(
    batch: Omit<WholeBatchRecord, 'createdAt' | 'updatedAt'>,
    options: {
      readonly at: string;
      readonly lease?: Pick<BatchLease, 'worker' | 'until'>;
      readonly isGone: (worker: string) => boolean;
    },
  ): Promise<boolean>;
  /** Holds on to a batch. `false`: it is another worker's by now. Not synced. */
  renewBatch(lease: BatchLease): Promise<boolean>;
  /** Lets go of a batch that this worker holds. */
  releaseBatch(
    batch: BatchName & {
      readonly worker: string;
      readonly state: BatchRecordState;
      readonly summary: unknown;
      readonly at: string;
    },
  ): Promise<void>;
  batch(name: BatchName): Promise<WholeBatchRecord | undefined>;
  /** Newest first, at most 200. */
  batches(query: { readonly service: string; readonly owner?: string }): Promise<readonly BatchRecord[]>;
  /** Batches that a gateway carries, that have not ended and that no living worker holds. */
  abandonedBatches(query: {
    readonly service: string;
    /** ISO 8601: leases that end later hold. */
    readonly at: string;
    readonly isGone: (worker: string) => boolean;
  }): Promise<readonly BatchRecord[]>;
}

/**
 * The ledger: a SQLite file or PostgreSQL. Every writing method is one transaction and, unless it says otherwise, is on disk when its
 * promise resolves. Pictures in briefs and bodies (`data:` URLs) are stored once, by their hash.
 */
export interface Ledger
  extends JobRecords,
    BatchRecords,
    MoneyRecords,
    ClientKeyRecords,
    WebhookRecords,
    VoteRecords,
    QuoteRecords,
    ReadingRecords,
    InstanceRecords,
    ArchiveRecords {
  readonly kind: 'sqlite' | 'postgres';
  /** A value made once and kept, such as a secret. Of two that ask at once, both get the same. */
  secret(name: string, make: () => string): Promise<string>;
  /**
   * Hears of every move that is an event, of any process on this ledger, its own included, soon after its commit. Answers how to stop.
   */
  listen(listener: MoveListener): Promise<() => Promise<void>>;
  /** The time of the database's own clock, milliseconds since 1970; `undefined`: it is a file, and goes by this machine's. */
  databaseTimeMs(): Promise<number | undefined>;
  /** A statement that touches every table: for the doctor. Throws what the database says. */
  checkIntegrity(): Promise<readonly string[]>;
  close(): Promise<void>;
}
