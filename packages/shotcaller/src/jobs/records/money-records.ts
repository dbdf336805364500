import type { OverBudget, PriceUnknownWithCap } from '@shotcaller/core';
import type { JobReason } from '../job.ts';
import type { Caps } from '../money/caps.ts';
import type { LedgerLine, OwnerLine, OwnerSum } from '../money/ledger-report.ts';
import type { MoneyEntry } from '../money/money-entry.ts';
import type { NewReading, ReadingEnd, ReadingLine } from '../money/reading.ts';

/** An amount that was booked for an attempt. */
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

/** Whose money is asked for, and of which days. */
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

/** The part of a ledger that keeps what jobs cost. Pico-dollars are 10⁻¹² dollars. */
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
  /** The same added up over days, models and states: one sum an owner. */
  spendByOwner(query: Omit<SpendQuery, 'owner'>): Promise<readonly OwnerSum[]>;
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
