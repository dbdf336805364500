import type { Job, JobReason, JobState, Order } from './job.ts';
import type { Caps } from './money/caps.ts';
import type { MoneyEntry } from './money/money-entry.ts';

/** What a write may change of a job. */
export type JobChange = Partial<Omit<Job, 'id' | 'orderId' | 'attempt' | 'version' | 'createdAt' | 'correlationToken'>>;

/** One move of one job: its new values, what happened, and the money that moved, all in one transaction or none of it. */
export interface Transition {
  readonly jobId: string;
  /** The version that the writer has seen. Another one in the row: nothing is written. */
  readonly version: number;
  readonly change: JobChange;
  /** ISO 8601. */
  readonly at: string;
  /** Who moved it. */
  readonly by: string;
  /** Absent: not worth an event, such as a poll that found nothing new. */
  readonly event?: { readonly what: string; readonly detail?: unknown };
  readonly money?: readonly MoneyEntry[];
}

/** Something that happened to a job. Append only. */
export interface JobEvent {
  readonly jobId: string;
  readonly orderId: string;
  /** The version of the job that it led to: events of a job are in this order. */
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly what: string;
  readonly state: JobState;
  readonly detail: unknown;
}

export interface BookedEntry {
  readonly jobId: string;
  readonly orderId: string;
  readonly kind: MoneyEntry['kind'];
  /** Exact decimal, negative for a refund. */
  readonly usd: string;
  readonly budgetDay: string;
  readonly at: string;
  readonly note: string | null;
}

export interface NewOrder {
  readonly order: Order;
  readonly job: Job;
  /** The request body, as text. */
  readonly body: string;
}

export type ReserveAnswer =
  | { readonly kind: 'reserved'; readonly job: Job }
  | { readonly kind: 'over_budget'; readonly reason: JobReason }
  /** Somebody else moved the job first. */
  | { readonly kind: 'stale' };

export interface JobQuery {
  readonly states?: readonly JobState[];
  readonly orderIds?: readonly string[];
  /** Created on or after, ISO 8601. */
  readonly since?: string;
  /** Newest first. Default 1,000. */
  readonly limit?: number;
}

/**
 * The ledger's storage: a SQLite file or PostgreSQL. Every writing method is one transaction and is on disk when its promise
 * resolves.
 */
export interface JobStore {
  readonly kind: 'sqlite' | 'postgres';
  /** Records an order with its first attempt. With a key that is taken nothing is written and the first order comes back. */
  createOrder(order: NewOrder): Promise<{ readonly created: boolean; readonly order: Order }>;
  /** Records a further attempt; `false` when somebody else recorded that attempt first. */
  addAttempt(job: Job, body: string): Promise<boolean>;
  /** Moves a job; `undefined` when its version is another by now. */
  apply(transition: Transition): Promise<Job | undefined>;
  /** Holds money against the caps and moves the job, under one lock over all reservations. */
  reserve(transition: Transition, reservePico: bigint, caps: Caps): Promise<ReserveAnswer>;
  /** Marks that no further attempt will be made. */
  concludeOrder(orderId: string, at: string): Promise<void>;
  reopenOrder(orderId: string): Promise<void>;

  job(id: string): Promise<Job | undefined>;
  order(id: string): Promise<Order | undefined>;
  orderByKey(key: string): Promise<Order | undefined>;
  jobsOfOrder(orderId: string): Promise<readonly Job[]>;
  jobs(query?: JobQuery): Promise<readonly Job[]>;
  jobByToken(correlationToken: string): Promise<Job | undefined>;
  jobByRemoteId(remoteId: string): Promise<Job | undefined>;
  requestBody(jobId: string): Promise<string | undefined>;
  /** Pico-dollars held for the job; `null` when nothing was reserved because the price is unknown. */
  reservedPico(jobId: string): Promise<bigint | null>;

  events(query?: { readonly orderId?: string; readonly limit?: number }): Promise<readonly JobEvent[]>;
  money(query?: { readonly orderId?: string; readonly since?: string }): Promise<readonly BookedEntry[]>;
  /** `false` when this delivery was seen before. */
  rememberDelivery(idempotencyKey: string, at: string): Promise<boolean>;
  /** A statement that touches every table: for the doctor. Throws what the database says. */
  checkIntegrity(): Promise<readonly string[]>;
  close(): Promise<void>;
}
