import type { RatingTask } from '@shotcaller/core';
import type { Generated } from 'kysely';
import type { BatchRecordState } from '../batch-record.ts';
import type { AttemptState, Receipt } from '../job.ts';
import type { JobEventName } from '../job-event.ts';
import type { MoneyEntry } from '../money/money-entry.ts';
import type { ReadingState } from '../money/reading.ts';
import type { Instance } from '../records/instance-records.ts';
import type { OwedWebhook } from '../records/webhook-records.ts';

/**
 * The tables. Only types that SQLite and PostgreSQL have alike: text (JSON and ISO 8601 times too, which sort as text) and
 * integers. Amounts of one entry are 64-bit integers of pico-dollars, written and read as text, since a JavaScript number cannot hold
 * them.
 */
export interface Tables {
  jobs: JobRow;
  attempts: AttemptRow;
  requests: { readonly attempt_id: string; readonly body: string };
  pictures: { readonly sha256: string; readonly url: string };
  events: EventRow;
  money: MoneyRow;
  totals: TotalRow;
  spend_lines: SpendLineRow & {
    /** Counts every change of the line. */
    readonly changes: Generated<number>;
  };
  deliveries: { readonly idempotency_key: string; readonly at: string };
  client_keys: ClientKeyRow;
  webhooks: WebhookRow;
  votes: VoteRow;
  sealed_quotes: SealedQuoteRow;
  readings: ReadingRow;
  batches: BatchRow;
  instances: InstanceRow;
  archived_jobs: ArchivedJobRow;
  archived_lines: SpendLineRow;
  secrets: { readonly name: string; readonly value: string };
  migrations: { readonly version: number; readonly name: string; readonly applied_at: string };
}

export interface JobRow {
  readonly id: string;
  readonly service: string;
  readonly owner: string;
  /** `key:…` or `body:…`; null: nothing repeats it. */
  readonly dedupe: string | null;
  /** A key or a body whose earlier job is over may stand for another one: 1, 2, … */
  readonly generation: number;
  readonly client_key: string | null;
  readonly fingerprint: string;
  readonly brief: string;
  readonly options: string;
  /** null: nothing was worth knowing of its request. */
  readonly findings: string | null;
  readonly created_at: string;
  readonly concluded_at: string | null;
  readonly body_hash: string | null;
  readonly received_at: string | null;
  readonly requested: string | null;
  readonly webhook_url: string | null;
  readonly choice: string | null;
  readonly answer: Receipt['answer'] | null;
  readonly answered_at: string | null;
  readonly repeats: number;
  readonly handed_over: number;
  /** The batch that it is a clip of. */
  readonly batch: string | null;
  readonly let_go: number;
  /** A webhook call is to be owed at its end. */
  readonly callback_owed: number;
}

export interface AttemptRow {
  readonly id: string;
  readonly job_id: string;
  readonly number: number;
  readonly state: AttemptState;
  readonly version: number;
  readonly worker: string | null;
  readonly lease_until: string | null;
  readonly next_at: string | null;
  readonly deadline_at: string | null;
  readonly service: string;
  readonly model: string;
  readonly correlation_token: string;
  readonly request_hash: string;
  readonly price: string;
  /** The expected price, for sums; null: not known. */
  readonly quoted_pico: string | null;
  readonly clip: string;
  readonly expected_time: string | null;
  readonly remote_id: string | null;
  readonly polling_url: string | null;
  readonly remote_status: string | null;
  readonly submit_tries: number;
  readonly polls: number;
  readonly poll_errors: number;
  readonly download_tries: number;
  readonly created_at: string;
  readonly submitted_at: string | null;
  readonly last_pending_at: string | null;
  readonly completed_at: string | null;
  readonly ended_at: string | null;
  readonly content_urls: string;
  readonly target: string | null;
  readonly file: string | null;
  readonly billed_usd: string | null;
  readonly bill_known: number | null;
  /** Why a stated bill is not believed; null: it is, or nothing was stated. */
  readonly bill_doubt: string | null;
  readonly reason: string | null;
  readonly budget_day: string | null;
}

export interface EventRow {
  readonly attempt_id: string;
  readonly version: number;
  readonly job_id: string;
  readonly at: string;
  readonly by_whom: string;
  readonly what: JobEventName;
  readonly state: AttemptState;
  readonly detail: string | null;
}

/** The primary key (attempt, kind) makes it impossible to book anything twice. */
export interface MoneyRow {
  readonly attempt_id: string;
  readonly kind: MoneyEntry['kind'];
  readonly job_id: string;
  readonly service: string;
  readonly owner: string;
  readonly pico: string;
  readonly budget_day: string;
  readonly at: string;
  readonly note: NonNullable<MoneyEntry['note']> | null;
}

/** Attempts of a day, a model and a state that have ended, added up. */
export interface SpendLineRow {
  readonly service: string;
  /** A star: of everybody. */
  readonly owner: string;
  readonly day: string;
  readonly model: string;
  readonly state: AttemptState;
  readonly jobs: number;
  readonly unknown: number;
  readonly disputed: number;
  /** Sums in dollars and the pico-dollars beyond, as `TotalRow` has them. */
  readonly quoted_dollars: string;
  readonly quoted_pico: string;
  readonly billed_dollars: string;
  readonly billed_pico: string;
  readonly assumed_dollars: string;
  readonly assumed_pico: string;
  readonly reserved_dollars: string;
  readonly reserved_pico: string;
}

/** Sums of money, kept with every entry: a budget is held by reading a row. */
export interface TotalRow {
  readonly service: string;
  /** Empty: of everybody. */
  readonly owner: string;
  /** Empty: ever. */
  readonly period: string;
  /** Whole dollars, and the pico-dollars beyond them, of the same sign: a sum may be more than 64 bits of pico-dollars hold. */
  readonly dollars: string;
  readonly pico: string;
}

export interface ClientKeyRow {
  readonly owner: string;
  readonly name: string;
  readonly sha256: string;
  readonly created_at: string;
  readonly revoked_at: string | null;
  readonly admin: number;
  readonly budget_usd: string | null;
  readonly daily_usd: string | null;
  readonly models: string | null;
  readonly submits_per_minute: number | null;
  /** Of the rate: submits that are left, in thousandths, and as of when. */
  readonly rate_milli: number | null;
  readonly rate_at: string | null;
}

export interface WebhookRow {
  readonly id: string;
  readonly job_id: string;
  readonly service: string;
  readonly url: string;
  readonly body: string;
  readonly state: OwedWebhook['state'];
  readonly tries: number;
  readonly next_at: string;
  readonly last_error: string | null;
  readonly first_at: string;
  readonly last_at: string;
}

export interface VoteRow {
  readonly id: string;
  readonly service: string;
  readonly owner: string;
  readonly first_model: string;
  readonly second_model: string;
  /** The model whose clip was better; null: neither. */
  readonly better: string | null;
  readonly task: RatingTask;
  readonly tag: string | null;
  readonly voted_at: string;
  readonly first_job: string | null;
  readonly second_job: string | null;
}

/** What was quoted and may be bought as it is. Pictures stand in the content: they go with the row. */
export interface SealedQuoteRow {
  readonly id: string;
  readonly service: string;
  readonly owner: string;
  readonly sealed_at: string;
  readonly expires_at: string;
  /** Brief, options and plan. */
  readonly content: string;
}

/** A sentence that a chat model was asked to read. Its money is in the totals, and in no job. */
export interface ReadingRow {
  readonly id: string;
  readonly service: string;
  readonly owner: string;
  /** The chat model, as it was asked for. */
  readonly model: string;
  readonly state: ReadingState;
  /** What is booked for it: the most that it may cost while it is open, then its bill. */
  readonly pico: string;
  readonly budget_day: string;
  readonly at: string;
}

export interface BatchRow {
  readonly service: string;
  readonly owner: string;
  readonly name: string;
  readonly state: BatchRecordState;
  readonly carried_by: 'gateway' | 'caller';
  readonly summary: string;
  readonly content: string;
  readonly worker: string | null;
  readonly lease_until: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A process that works on the ledger, as it last said. */
export interface InstanceRow {
  /** Its name in leases. */
  readonly worker: string;
  readonly service: string;
  readonly host: string;
  readonly kind: Instance['kind'];
  readonly version: string;
  readonly url: string | null;
  readonly started_at: string;
  readonly seen_at: string;
}

/** A job that was taken out of the ledger: its key is never bought again. */
export interface ArchivedJobRow {
  readonly id: string;
  readonly service: string;
  readonly owner: string;
  readonly dedupe: string | null;
  readonly archived_at: string;
  readonly file: string;
  /** Null, as all that follows, where an earlier version archived it; and where it belonged to none. */
  readonly batch: string | null;
  readonly fingerprint: string | null;
  /** Of the attempt that decided. */
  readonly state: AttemptState | null;
  readonly model: string | null;
  /** The files of that attempt. */
  readonly delivered: string | null;
  /** What was booked for it in the end, in two parts as in `TotalRow`. */
  readonly dollars: string | null;
  readonly pico: string | null;
}
