import { isTerminal, type Job, type Order } from '../../jobs/job.ts';
import type { Choice } from '../api.types.ts';
import type { OrderRecord } from '../records/records.ts';

/** An order as it stands, small enough to keep in memory: no request, no pictures. */
export interface Snapshot {
  readonly order: Omit<Order, 'requirements'>;
  /** By attempt. */
  readonly jobs: readonly Job[];
  /** `undefined`: ordered elsewhere, by the command line for example. */
  readonly record: OrderRecord | undefined;
}

/** The attempt that speaks for the order: the one that delivered, else one that still may, else the last. */
export function speakerOf({ jobs }: Pick<Snapshot, 'jobs'>): Job {
  const speaker =
    jobs.find((job) => job.state === 'done') ?? jobs.findLast((job) => !isTerminal(job.state)) ?? jobs.at(-1);
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
  const job = speakerOf(snapshot);
  switch (job.state) {
    case 'planned':
    case 'reserved':
    case 'submitting':
    case 'submitted':
    case 'running':
    case 'downloading':
      return job.word === 'in_progress' ? 'in_progress' : 'pending';
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
      return job.completedAt === null ? 'pending' : 'completed';
    default:
      return job.state satisfies never;
  }
}

/** Nothing was bought, so the same may be ordered anew. */
export function wasNotBought({ jobs }: Pick<Snapshot, 'jobs'>): boolean {
  return jobs.every(
    ({ state, reason }) => state === 'refused' || (state === 'cancelled' && reason?.code === 'never_submitted'),
  );
}

export function choiceOf({ record }: Snapshot): Choice | undefined {
  return record?.choice ? (JSON.parse(record.choice) as Choice) : undefined;
}
