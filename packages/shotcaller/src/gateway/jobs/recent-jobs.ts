import { forgetOldest } from '../../forget-oldest.ts';
import { type Attempt, isTerminal } from '../../jobs/job.ts';
import { jobIdOf } from '../../jobs/job-ids.ts';
import type { JobWithAttempts } from '../../jobs/records/job-records.ts';
import { clipOf } from './clip-of.ts';
import type { JobSnapshot } from './wire-status.ts';

/** Jobs as they stand: polls of jobs that are carried here are answered from memory. */
export interface RecentJobs {
  /** By our id, by an attempt's id, or by the service's id. */
  find(id: string): Promise<JobSnapshot | undefined>;
  /** A job as it was last read here; asks nobody. */
  lastSeen(jobId: string): JobSnapshot | undefined;
  /** Takes in a job as it was just read, or written. */
  keep(found: JobWithAttempts): JobSnapshot;
  /** Takes in what a step has just written. */
  note(attempt: Attempt): void;
  forget(jobId: string): void;
}

/** Another process may move what is not carried here: so long is it believed. */
const believedMs = 1000;
const mostKept = 4000;

export interface RecentJobsOptions {
  readonly load: (jobId: string) => Promise<JobWithAttempts | undefined>;
  readonly jobIdOfRemote: (remoteId: string) => Promise<string | undefined>;
  /** While a job is carried here, what is noted is all the news that there is. */
  readonly isCarried: (jobId: string) => boolean;
  readonly now: () => number;
}

export function createRecentJobs({ load, jobIdOfRemote, isCarried, now }: RecentJobsOptions): RecentJobs {
  /** Oldest use first. */
  const kept = new Map<string, { snapshot: JobSnapshot; readAtMs: number }>();

  async function read(jobId: string): Promise<JobSnapshot | undefined> {
    const found = await load(jobId);
    return found && keep(found);
  }

  function keep({ job: { brief, ...job }, attempts }: JobWithAttempts): JobSnapshot {
    const known = kept.get(job.id)?.snapshot.attempts ?? [];
    // A step may have written while the rows were read.
    const snapshot = { job, clip: clipOf(brief), attempts: attempts.map((attempt) => newer(attempt, known)) };
    kept.delete(job.id);
    kept.set(job.id, { snapshot, readAtMs: now() });
    forgetOldest(kept, mostKept);
    return snapshot;
  }

  return {
    async find(id) {
      const jobId = jobIdOf(id);
      const entry = kept.get(jobId);
      if (entry && (isCarried(jobId) || isSettled(entry.snapshot) || now() - entry.readAtMs < believedMs)) {
        return entry.snapshot;
      }
      const found = await read(jobId);
      if (found) return found;
      const other = await jobIdOfRemote(id);
      return other === undefined ? undefined : read(other);
    },
    keep,
    lastSeen: (jobId) => kept.get(jobId)?.snapshot,
    note(attempt) {
      const entry = kept.get(attempt.jobId);
      if (!entry) return;
      const { attempts } = entry.snapshot;
      const isKnown = attempts.some(({ id }) => id === attempt.id);
      const next = isKnown
        ? attempts.map((old) => (old.id === attempt.id ? newer(attempt, [old]) : old))
        : [...attempts, attempt];
      entry.snapshot = { ...entry.snapshot, attempts: next };
      entry.readAtMs = now();
    },
    forget(jobId) {
      kept.delete(jobId);
    },
  };
}

/** Done, or at an end that no step leaves. */
function isSettled({ job, attempts }: JobSnapshot): boolean {
  return (
    attempts.some(({ state }) => state === 'done') ||
    (job.concludedAt !== null && attempts.every((attempt) => isTerminal(attempt.state)))
  );
}

function newer(attempt: Attempt, others: readonly Attempt[]): Attempt {
  const other = others.find(({ id }) => id === attempt.id);
  return other && other.version > attempt.version ? other : attempt;
}
