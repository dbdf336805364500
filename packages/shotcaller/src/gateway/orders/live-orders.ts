import { isTerminal, type Job } from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/store.ts';
import type { GatewayRecords, OrderRecord } from '../records/records.ts';
import type { Snapshot } from './snapshot.ts';

/** Orders as they stand: polls of orders that are carried here are answered from memory. */
export interface LiveOrders {
  /** By our id, by an attempt's id, or by the service's id. */
  find(id: string): Promise<Snapshot | undefined>;
  /** Takes in what a step has just written. */
  note(job: Job): void;
  noteRecord(record: OrderRecord): void;
  /** While an order is carried here, what is noted is all the news that there is. */
  carriedHere(orderId: string, isCarried: boolean): void;
  forget(orderId: string): void;
}

/** Another process may move what is not carried here: so long is it believed. */
const believedMs = 1000;
const mostKept = 4000;

export function createLiveOrders({
  ledger,
  records,
  now,
}: {
  readonly ledger: Pick<JobStore, 'order' | 'jobsOfOrder' | 'jobByRemoteId'>;
  readonly records: Pick<GatewayRecords, 'orderById' | 'order'>;
  readonly now: () => number;
}): LiveOrders {
  /** Oldest use first. */
  const kept = new Map<string, { snapshot: Snapshot; readAtMs: number }>();
  const carried = new Set<string>();

  async function load(orderId: string): Promise<Snapshot | undefined> {
    const [order, jobs] = [await ledger.order(orderId), await ledger.jobsOfOrder(orderId)];
    if (!order || jobs.length === 0) return undefined;
    const record =
      (await records.orderById(orderId)) ?? (order.key === null ? undefined : await records.order(order.key));
    const { requirements: _, ...slim } = order;
    const snapshot = { order: slim, jobs, record };
    const entry = kept.get(orderId);
    // A step may have written while the rows were read.
    keep(orderId, entry ? { ...snapshot, jobs: jobs.map((job) => newer(job, entry.snapshot.jobs)) } : snapshot);
    return kept.get(orderId)?.snapshot;
  }

  function keep(orderId: string, snapshot: Snapshot): void {
    kept.delete(orderId);
    kept.set(orderId, { snapshot, readAtMs: now() });
    for (const id of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(id);
    }
  }

  return {
    async find(id) {
      const orderId = id.replace(/\.\d+$/, '');
      const entry = kept.get(orderId);
      if (entry && (carried.has(orderId) || isSettled(entry.snapshot) || now() - entry.readAtMs < believedMs)) {
        return entry.snapshot;
      }
      const found = await load(orderId);
      if (found) return found;
      const job = await ledger.jobByRemoteId(id);
      return job && load(job.orderId);
    },
    note(job) {
      const entry = kept.get(job.orderId);
      if (!entry) return;
      const { jobs } = entry.snapshot;
      const known = jobs.some(({ id }) => id === job.id);
      const next = known ? jobs.map((old) => (old.id === job.id ? newer(job, [old]) : old)) : [...jobs, job];
      entry.snapshot = { ...entry.snapshot, jobs: next };
      entry.readAtMs = now();
    },
    noteRecord(record) {
      const entry = record.orderId === null ? undefined : kept.get(record.orderId);
      if (entry) entry.snapshot = { ...entry.snapshot, record };
    },
    carriedHere(orderId, isCarried) {
      if (isCarried) carried.add(orderId);
      else carried.delete(orderId);
    },
    forget(orderId) {
      kept.delete(orderId);
    },
  };
}

/** Done, or at an end that no step leaves. */
function isSettled({ order, jobs }: Snapshot): boolean {
  return (
    jobs.some(({ state }) => state === 'done') ||
    (order.concludedAt !== null && jobs.every((job) => isTerminal(job.state)))
  );
}

function newer(job: Job, others: readonly Job[]): Job {
  const other = others.find(({ id }) => id === job.id);
  return other && other.version > job.version ? other : job;
}
