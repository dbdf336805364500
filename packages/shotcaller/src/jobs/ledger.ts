import type { ArchiveRecords } from './records/archive-records.ts';
import type { BatchRecords } from './records/batch-records.ts';
import type { ClientKeyRecords } from './records/client-key-records.ts';
import type { InstanceRecords } from './records/instance-records.ts';
import type { JobRecords } from './records/job-records.ts';
import type { MoneyRecords, ReadingRecords } from './records/money-records.ts';
import type { QuoteRecords } from './records/quote-records.ts';
import type { VoteRecords } from './records/vote-records.ts';
import type { WebhookRecords } from './records/webhook-records.ts';

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

/** Hears of the moves of attempts. */
export interface MoveListener {
  onMove(move: Move): void;
  /** Moves may have been missed, such as while the connection was broken. */
  onGap(): void;
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
  /** The time of the database's own clock, milliseconds since 1970; `undefined`: it is a file, and goes by this machine's. Throws when the file is gone or another. */
  databaseTimeMs(): Promise<number | undefined>;
  /** A statement that touches every table: for the doctor. Throws what the database says. */
  checkIntegrity(): Promise<readonly string[]>;
  close(): Promise<void>;
}
