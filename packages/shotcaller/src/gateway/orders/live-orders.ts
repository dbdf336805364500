import { isTerminal, type Attempt } from '../../jobs/job.ts';
import type { Ledger } from '../../jobs/store.ts';
import type { GatewayRecords, JobRecord } from '../records/records.ts';
import type { Snapshot } from './snapshot.ts';

/** Orders as they stand: polls of orders that are carried here are answered from memory. */
export interface LiveJobs {
  /** By our id, by an attempt's id, or by the service's id. */
  find(id: string): Promise<Snapshot | undefined>;
  /** Takes in what a step has just written. */
  note(attempt: Attempt): void;
  noteRecord(record: JobRecord): void;
  /** While an order is carried here, what is noted is all the news that there is. */
  carriedHere(jobId: string, isCarried: boolean): void;
  forget(jobId: string): void;
}

/** Another process may move what is not carried here: so long is it believed. */
const believedMs = 1000;
const mostKept = 4000;

export function createLiveJobs({
  ledger,
  records,
  now,
}: {
  readonly ledger: Pick<Ledger, 'order' | 'jobsOfOrder' | 'jobByRemoteId'>;
  readonly records: Pick<GatewayRecords, 'orderById' | 'order'>;
  readonly now: () => number;
}): LiveJobs {
  /** Oldest use first. */
  const kept = new Map<string, { snapshot: Snapshot; readAtMs: number }>();
  const carried = new Set<string>();

  async function load(jobId: string): Promise<Snapshot | undefined> {
    const [job, attempts] = [await ledger.job(jobId), await ledger.attemptsOfJob(jobId)];
    if (!job || attempts.length === 0) return undefined;
    const record =
      (await records.jobById(jobId)) ?? (job.key === null ? undefined : await records.job(job.key));
    const { requirements: _, ...slim } = job;
    const snapshot = { job: slim, attempts, record };
    const entry = kept.get(jobId);
    // A step may have written while the rows were read.
    keep(jobId, entry ? { ...snapshot, attempts: attempts.map((attempt) => newer(attempt, entry.snapshot.attempts)) } : snapshot);
    return kept.get(jobId)?.snapshot;
  }

  function keep(jobId: string, snapshot: Snapshot): void {
    kept.delete(jobId);
    kept.set(jobId, { snapshot, readAtMs: now() });
    for (const id of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(id);
    }
  }

  return {
    async find(id) {
      const jobId = id.replace(/\.\d+$/, '');
      const entry = kept.get(jobId);
      if (entry && (carried.has(jobId) || isSettled(entry.snapshot) || now() - entry.readAtMs < believedMs)) {
        return entry.snapshot;
      }
      const found = await load(jobId);
      if (found) return found;
      const attempt = await ledger.attemptByRemoteId(id);
      return attempt && load(attempt.jobId);
    },
    note(attempt) {
      const entry = kept.get(attempt.jobId);
      if (!entry) return;
      const { attempts } = entry.snapshot;
      const known = attempts.some(({ id }) => id === attempt.id);
      const next = known ? attempts.map((old) => (old.id === attempt.id ? newer(attempt, [old]) : old)) : [...attempts, attempt];
      entry.snapshot = { ...entry.snapshot, attempts: next };
      entry.readAtMs = now();
    },
    noteRecord(record) {
      const entry = record.jobId === null ? undefined : kept.get(record.jobId);
      if (entry) entry.snapshot = { ...entry.snapshot, record };
    },
    carriedHere(jobId, isCarried) {
      if (isCarried) carried.add(jobId);
      else carried.delete(jobId);
    },
    forget(jobId) {
      kept.delete(jobId);
    },
  };
}

/** Done, or at an end that no step leaves. */
function isSettled({ job, attempts }: Snapshot): boolean {
  return (
    attempts.some(({ state }) => state === 'done') ||
    (job.concludedAt !== null && attempts.every((attempt) => isTerminal(attempt.state)))
  );
}

function newer(attempt: Attempt, others: readonly Attempt[]): Attempt {
  const other = others.find(({ id }) => id === attempt.id);
  return other && other.version > attempt.version ? other : attempt;
}
