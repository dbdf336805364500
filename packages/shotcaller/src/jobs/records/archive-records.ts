import type { JobFile } from '../../files/job-file.ts';
import type { AttemptState } from '../job.ts';

/** Which jobs go into the archive. */
export interface ArchiveQuery {
  /** Origin of the service whose jobs are taken. */
  readonly service: string;
  /** Jobs that had ended by then, ISO 8601. */
  readonly before: string;
  /** Where the page before ended. Default: from the oldest on. */
  readonly after?: ArchivePlace | undefined;
  /** Most jobs of the page. */
  readonly limit: number;
  /** The name of the file that keeps them. */
  readonly file: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A job by its place in the order of age. */
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

/** What the ledger still knows of an archived job. What an earlier version archived has `null` for all but its file. */
export interface ArchivedJob {
  readonly jobId: string;
  /** The file that keeps it. */
  readonly file: string;
  /** How it ended. */
  readonly state: AttemptState | null;
  readonly model: string | null;
  /** The clip, where it was put. */
  readonly clip: JobFile | null;
  /** Its bills, in pico-dollars. */
  readonly bookedPico: bigint | null;
}

/** The part of a ledger that lets old jobs go. */
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
  /** The file that keeps a job, and whose job it was; `undefined`: none does. */
  archiveOf(jobId: string): Promise<{ readonly file: string; readonly owner: string } | undefined>;
}
