import type { AttemptState } from '../job.ts';
import type { MoneyEntry } from '../money/money-entry.ts';

/**
 * The tables. Only types that SQLite and PostgreSQL have alike: text (JSON and ISO 8601 times too, which sort as text) and
 * integers. Amounts are 64-bit integers of pico-dollars, written and read as text, since a JavaScript number cannot hold them.
 */
export interface Tables {
  jobs: JobRow;
  attempts: AttemptRow;
  requests: RequestRow;
  events: EventRow;
  money: MoneyRow;
  deliveries: DeliveryRow;
  reservation_lock: { readonly id: number; readonly turns: number };
  migrations: { readonly version: number; readonly name: string; readonly applied_at: string };
}

export interface JobRow {
  readonly id: string;
  readonly dedupe_key: string | null;
  readonly fingerprint: string;
  readonly requirements: string;
  readonly options: string;
  readonly created_at: string;
  readonly concluded_at: string | null;
}

export interface AttemptRow {
  readonly id: string;
  readonly job_id: string;
  readonly number: number;
  readonly state: AttemptState;
  readonly version: number;
  readonly owner: string | null;
  readonly lease_until: string | null;
  readonly next_at: string | null;
  readonly deadline_at: string | null;
  readonly service: string;
  readonly model: string;
  readonly correlation_token: string;
  readonly request_hash: string;
  readonly price: string;
  readonly clip: string;
  readonly expected_time: string | null;
  readonly remote_id: string | null;
  readonly polling_url: string | null;
  readonly word: string | null;
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
  readonly reason: string | null;
  readonly budget_day: string | null;
}

/** Bodies can hold whole images, so they stand apart from the rows that every step reads. */
export interface RequestRow {
  readonly attempt_id: string;
  readonly body: string;
}

export interface EventRow {
  readonly attempt_id: string;
  readonly version: number;
  readonly job_id: string;
  readonly at: string;
  readonly by_whom: string;
  readonly what: string;
  readonly state: AttemptState;
  readonly detail: string | null;
}

/** The primary key (job, kind) makes it impossible to book anything twice. */
export interface MoneyRow {
  readonly attempt_id: string;
  readonly kind: MoneyEntry['kind'];
  readonly job_id: string;
  readonly pico: string;
  readonly budget_day: string;
  readonly at: string;
  readonly note: string | null;
}

export interface DeliveryRow {
  readonly idempotency_key: string;
  readonly at: string;
}
