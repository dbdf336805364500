import type { BookedBill, BookedChat, Delivery, Job } from './job.ts';
import { referenceUrl } from './request.ts';
import { type Entry, memoryState, openStateFile, type StateFile } from './state-file.ts';

/** What lasts: jobs, bills, deliveries, and the few facts of the account. */
export interface Store {
  readonly jobs: ReadonlyMap<string, Job>;
  /** By job id: a job is billed once. */
  readonly bills: ReadonlyMap<string, BookedBill>;
  /** Chats that were billed, oldest first; the newest 10,000. */
  readonly chats: readonly BookedChat[];
  readonly deliveries: readonly Delivery[];
  readonly meta: Meta;
  /** Takes in what other processes wrote. */
  refresh(): void;
  putJob(job: Job): void;
  /** Books the end of a job, in one piece. False when another process has done it already. */
  endJob(job: Job, bill: BookedBill | undefined): boolean;
  addChat(chat: BookedChat): void;
  addDelivery(delivery: Delivery): void;
  putMeta(meta: Meta): void;
  /** 1 for the first submit of the account. */
  nextSubmit(): number;
  clear(): void;
  close(): void;
}

/** Models that scenarios have withdrawn, and how often the catalogue was read (counted to 2). */
export interface Meta {
  readonly catalogReads: number;
  readonly withdrawn: readonly string[];
}

const emptyMeta: Meta = { catalogReads: 0, withdrawn: [] };

/** The most jobs kept, and the most bytes of what they were sent; beyond, the oldest that has ended is forgotten. */
const mostJobs = 20_000;
const mostChats = 10_000;
const mostRequestBytes = 512 * 2 ** 20;

/** `directory` is where the state is kept; undefined for memory only. */
export function createStore(directory?: string): Store {
  const state: StateFile = directory === undefined ? memoryState() : openStateFile(directory);
  const jobs = new Map<string, Job>();
  const bills = new Map<string, BookedBill>();
  const chats = new Map<string, BookedChat>();
  const deliveries = new Map<string, Delivery>();
  let meta = emptyMeta;
  let requestBytes = 0;

  const take = ({ kind, key, value }: Entry) => {
    if (kind === 'bill') bills.set(key, value as BookedBill);
    if (kind === 'chat') {
      chats.set(key, value as BookedChat);
      if (chats.size > mostChats) chats.delete(chats.keys().next().value ?? '');
    }
    if (kind === 'delivery') deliveries.set(key, value as Delivery);
    if (kind === 'meta') meta = value as Meta;
    if (kind !== 'job') return;
    if (!jobs.has(key)) requestBytes += weigh(value as Job);
    jobs.set(key, value as Job);
    while (jobs.size > mostJobs || requestBytes > mostRequestBytes) {
      const forgotten = forgetOldest(jobs);
      if (!forgotten) break;
      requestBytes -= weigh(forgotten);
    }
  };
  const put = (entry: Entry) => {
    state.put(entry);
    take(entry);
  };
  const refresh = () => {
    for (const entry of state.fresh()) take(entry);
  };

  refresh();
  return {
    jobs,
    bills,
    get chats() {
      return [...chats.values()];
    },
    get deliveries() {
      return [...deliveries.values()];
    },
    get meta() {
      return meta;
    },
    refresh,
    putJob: (job) => put({ kind: 'job', key: job.id, value: job }),
    endJob(job, bill) {
      const entries: Entry[] = [{ kind: 'job', key: job.id, value: job }];
      if (bill) entries.push({ kind: 'bill', key: bill.jobId, value: bill });
      const first = state.putOnce(`end of ${job.id}`, entries);
      if (first) for (const entry of entries) take(entry);
      else refresh();
      return first;
    },
    addChat: (chat) => put({ kind: 'chat', key: chat.id, value: chat }),
    addDelivery: (delivery) => put({ kind: 'delivery', key: String(state.next('deliveries')), value: delivery }),
    putMeta: (next) => put({ kind: 'meta', key: 'meta', value: next }),
    nextSubmit: () => state.next('submits'),
    clear() {
      jobs.clear();
      bills.clear();
      chats.clear();
      deliveries.clear();
      requestBytes = 0;
      meta = emptyMeta;
      state.clear();
    },
    close: () => state.close(),
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
