import type { Clock } from '../../clock.ts';
import type { Attempt, AttemptState, JobReason } from '../job.ts';
import type { Ledger } from '../ledger.ts';
import type { Caps } from '../money/caps.ts';
import type { Checkpoint } from './checkpoint.ts';

/** Something worth showing while a job is under way. */
export type ProgressEvent =
  | {
      readonly kind: 'state';
      readonly attempt: Attempt;
      readonly from: AttemptState | null;
      /** As the ledger has it, ISO 8601. */
      readonly at: string;
    }
  | {
      readonly kind: 'poll';
      readonly attempt: Attempt;
      readonly nextPollMs: number;
      /** Seconds still expected, as a range; `null` when nothing is known. */
      readonly remainingSeconds: { readonly low: number; readonly high: number } | null;
      /** 0 to 1, when the service has stated it. */
      readonly progress?: number;
    }
  | { readonly kind: 'poll_failed'; readonly attempt: Attempt; readonly nextPollMs: number; readonly message: string }
  | { readonly kind: 'download'; readonly attempt: Attempt; readonly bytes: number; readonly totalBytes: number | null }
  | {
      readonly kind: 'download_failed';
      readonly attempt: Attempt;
      readonly nextTryMs: number;
      readonly reason: JobReason;
    }
  | { readonly kind: 'fallback'; readonly jobId: string; readonly from: Attempt; readonly model: string }
  /** Bought, and the ledger cannot be written: whoever hears it keeps the id. Writing is tried again for a minute. */
  | { readonly kind: 'not_recorded'; readonly attempt: Attempt; readonly remoteId: string; readonly message: string }
  | { readonly kind: 'waiting_for_other_process'; readonly attempt: Attempt; readonly untilMs: number };

/** Hears how jobs go on. What it throws is passed over. */
export type ProgressListener = (event: ProgressEvent) => void;

/** What every step needs. */
export interface StepContext {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Origin of the API that this process talks to. */
  readonly service: string;
  /** This process's name in leases. */
  readonly worker: string;
  readonly isWorkerGone: (worker: string) => boolean;
  /** How long a lease lasts beyond the next due time, in milliseconds. */
  readonly leaseMs: number;
  /** As they stand now: whoever configures them may do so while jobs are under way. */
  readonly caps: () => Caps;
  readonly checkpoint: Checkpoint;
  readonly tell: ProgressListener;
}
