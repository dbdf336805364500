import { isTerminal, type Attempt, type Job } from '../../jobs/job.ts';
import type { Choice } from '../api.types.ts';
import type { JobRecord } from '../records/records.ts';

/** An order as it stands, small enough to keep in memory: no request, no pictures. */
export interface Snapshot {
  readonly job: Omit<Job, 'requirements'>;
  /** By attempt. */
  readonly attempts: readonly Attempt[];
  /** `undefined`: ordered elsewhere, by the command line for example. */
  readonly record: JobRecord | undefined;
}

/** The attempt that speaks for the order: the one that delivered, else one that still may, else the last. */
export function speakerOf({ attempts }: Pick<Snapshot, 'jobs'>): Attempt {
  const speaker =
    attempts.find((attempt) => attempt.state === 'done') ?? attempts.findLast((attempt) => !isTerminal(attempt.state)) ?? attempts.at(-1);
  if (!speaker) throw new TypeError('An order without an attempt.');
  return speaker;
}

/** The six words of the video API. */
export type Word = 'pending' | 'in_progress' | 'completed' | 'failed' | 'cancelled' | 'expired';

/**
 * What a client is told. `completed` means that the verified file is here, or that fetching it was given up here, so that the
 * client may try at the service. `unknown` is pending while a webhook can still bring the answer back, then failed.
 */
export function wordOf(snapshot: Snapshot, unknownMayRecover: boolean): Word {
  const attempt = speakerOf(snapshot);
  switch (attempt.state) {
    case 'planned':
    case 'reserved':
    case 'submitting':
    case 'submitted':
    case 'running':
    case 'downloading':
      return attempt.word === 'in_progress' ? 'in_progress' : 'pending';
    case 'done':
      return 'completed';
    case 'refused':
    case 'failed':
      return 'failed';
    case 'expired':
      return 'expired';
    case 'cancelled':
      return 'cancelled';
    case 'unknown':
      return unknownMayRecover ? 'pending' : 'failed';
    case 'gave_up_watching':
      return attempt.completedAt === null ? 'pending' : 'completed';
    default:
      return attempt.state satisfies never;
  }
}

/** Nothing was bought, so the same may be ordered anew. */
export function wasNotBought({ attempts }: Pick<Snapshot, 'jobs'>): boolean {
  return attempts.every(
    ({ state, reason }) => state === 'refused' || (state === 'cancelled' && reason?.code === 'never_submitted'),
  );
}

export function choiceOf({ record }: Snapshot): Choice | undefined {
  return record?.choice ? (JSON.parse(record.choice) as Choice) : undefined;
}
