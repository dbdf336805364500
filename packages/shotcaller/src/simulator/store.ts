import type { BookedBill, Delivery, Job } from './job.ts';
import { type Journal, memoryJournal, openJournal } from './journal.ts';
import { referenceUrl } from './request.ts';

/** What lasts: jobs, bills, deliveries, and the few facts of the account. */
export interface Store {
  readonly jobs: ReadonlyMap<string, Job>;
  /** By job id: a job is billed once, whatever a crash between two lines of the journal repeats. */
  readonly bills: ReadonlyMap<string, BookedBill>;
  readonly deliveries: readonly Delivery[];
  /** Models that scenarios have withdrawn, and how often the catalogue was read. */
  readonly meta: Meta;
  putJob(job: Job): void;
  addBill(bill: BookedBill): void;
  addDelivery(delivery: Delivery): void;
  putMeta(meta: Meta): void;
  clear(): void;
  close(): void;
}

export interface Meta {
  readonly submits: number;
  readonly catalogReads: number;
  readonly withdrawn: readonly string[];
}

const emptyMeta: Meta = { submits: 0, catalogReads: 0, withdrawn: [] };

/** The most jobs kept, and the most bytes of what they were sent; beyond, the oldest that has ended is forgotten. */
const mostJobs = 20_000;
const mostRequestBytes = 512 * 2 ** 20;

export function createStore(directory?: string): Store {
  const journal: Journal = directory === undefined ? memoryJournal() : openJournal(directory);
  const jobs = new Map<string, Job>();
  let requestBytes = 0;
  const bills = new Map<string, BookedBill>();
  let deliveries: Delivery[] = [];
  let meta = emptyMeta;
  for (const { kind, key, value } of journal.entries) {
    if (kind === 'job') {
      jobs.set(key, value as Job);
      requestBytes += weigh(value as Job);
    }
    if (kind === 'bill') bills.set(key, value as BookedBill);
    if (kind === 'delivery') deliveries.push(value as Delivery);
    if (kind === 'meta') meta = { ...emptyMeta, ...(value as Partial<Meta>) };
  }

  return {
    jobs,
    bills,
    get deliveries() {
      return deliveries;
    },
    get meta() {
      return meta;
    },
    putJob(job) {
      if (!jobs.has(job.id)) requestBytes += weigh(job);
      jobs.set(job.id, job);
      journal.append({ kind: 'job', key: job.id, value: job });
      while (jobs.size > mostJobs || requestBytes > mostRequestBytes) {
        const forgotten = forgetOldest(jobs);
        if (!forgotten) break;
        requestBytes -= weigh(forgotten);
      }
    },
    addBill(bill) {
      bills.set(bill.jobId, bill);
      journal.append({ kind: 'bill', key: bill.jobId, value: bill });
    },
    addDelivery(delivery) {
      deliveries.push(delivery);
      journal.append({ kind: 'delivery', key: String(deliveries.length), value: delivery });
    },
    putMeta(next) {
      meta = next;
      journal.append({ kind: 'meta', key: 'meta', value: next });
    },
    clear() {
      jobs.clear();
      requestBytes = 0;
      bills.clear();
      deliveries = [];
      meta = emptyMeta;
      journal.clear();
    },
    close: () => journal.close(),
  };
}

function forgetOldest(jobs: Map<string, Job>): Job | undefined {
  for (const [id, job] of jobs) {
    if (job.settledAtMs === undefined) continue;
    jobs.delete(id);
    return job;
  }
  return undefined;
}

/** Pictures in data: URLs are all that is ever heavy. */
function weigh({ request }: Job): number {
  const frames = (request.frame_images ?? []).reduce((sum, { image_url }) => sum + image_url.url.length, 0);
  const references = request.input_references ?? [];
  return references.reduce((sum, reference) => sum + referenceUrl(reference).length, frames);
}
