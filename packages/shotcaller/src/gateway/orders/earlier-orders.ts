import { isTerminal } from '../../jobs/job.ts';
import type { JobRecord } from '../records/records.ts';
import type { DeskOptions } from './desk.ts';
import type { Placement } from './desk.types.ts';
import type { Post } from './post.ts';
import { type Elder, repeatedJob } from './same-order.ts';
import { type Snapshot, speakerOf, wasNotBought } from './snapshot.ts';

export type Found =
  | { readonly kind: 'repeat'; readonly record: JobRecord }
  /** The key stands for another body. */
  | { readonly kind: 'key_reused' }
  | { readonly kind: 'new'; readonly generation: number };

interface Options extends Pick<DeskOptions, 'ledger' | 'records' | 'clock' | 'dedupeWindowSeconds'> {
  readonly find: (jobId: string) => Promise<Snapshot | undefined>;
  readonly isPlacing: (dedupeKey: string) => boolean;
}

/** Finds the order that a submit repeats: by the client's own key, else by the window rule. */
export function createEarlierJobs({ ledger, records, clock, dedupeWindowSeconds, find, isPlacing }: Options) {
  /** Submits whose answers may still be on their way, when they ended, and how often orders were repeated. */
  const posts = new Map<string, Post>();
  const answeredAtMs = new Map<string, number>();
  const repeats = new Map<string, number>();

  async function snapshotOf(record: JobRecord): Promise<Snapshot | undefined> {
    if (record.jobId !== null) return find(record.jobId);
    const job = await ledger.jobByKey(record.dedupeKey);
    if (!job) return undefined;
    await records.change(record.dedupeKey, { jobId: job.id });
    return find(job.id);
  }

  async function elderOf(record: JobRecord): Promise<Elder> {
    // An answer that is still on its way says by its end whether this is a repeat.
    const answer = (await posts.get(record.dedupeKey)?.settled) ?? (record.answered ? 'delivered' : 'lost');
    const current = (await records.job(record.dedupeKey)) ?? record;
    return {
      record: current,
      answer,
      answeredAtMs: answeredAtMs.get(record.dedupeKey) ?? null,
      outcome: await outcomeOf(current),
      repeats: repeats.get(record.dedupeKey) ?? 0,
    };
  }

  async function outcomeOf(record: JobRecord): Promise<Elder['outcome']> {
    if (isPlacing(record.dedupeKey)) return 'open';
    const snapshot = await snapshotOf(record);
    // Written down, and then the process died before anything was ordered.
    if (!snapshot || wasNotBought(snapshot)) return 'not_bought';
    const { state } = speakerOf(snapshot);
    if (state === 'done') return 'delivered';
    return isTerminal(state) ? 'failed' : 'open';
  }

  return {
    snapshotOf,

    opened(dedupeKey: string, post: Post): void {
      posts.set(dedupeKey, post);
      void post.settled.then(async (how) => {
        remember(answeredAtMs, dedupeKey, clock.now());
        if (how === 'delivered') await records.change(dedupeKey, { answered: true }).catch(() => undefined);
        posts.delete(dedupeKey);
      });
    },

    async find({ caller, clientKey, bodyHash, post }: Placement): Promise<Found> {
      if (clientKey !== null) {
        const first = await records.byClientKey(caller.owner, clientKey);
        if (!first) return { kind: 'new', generation: 1 };
        if (first.bodyHash !== bodyHash) return { kind: 'key_reused' };
        return (await outcomeOf(first)) === 'not_bought'
          ? { kind: 'new', generation: first.generation + 1 }
          : { kind: 'repeat', record: first };
      }
      if (dedupeWindowSeconds === 0) return { kind: 'new', generation: 1 };
      const sinceMs = clock.now() - dedupeWindowSeconds * 1000;
      const same = await records.byBody(caller.owner, bodyHash, sinceMs);
      const elders: Elder[] = [];
      for (const record of same) elders.push(await elderOf(record));
      const elder = repeatedJob(elders, post.arrivedAtMs);
      if (!elder) return { kind: 'new', generation: 1 };
      const { dedupeKey } = elder.record;
      remember(repeats, dedupeKey, elder.repeats + 1);
      return { kind: 'repeat', record: elder.record };
    },
  };
}

const mostRemembered = 10_000;

function remember(numbers: Map<string, number>, key: string, value: number): void {
  numbers.set(key, value);
  if (numbers.size > mostRemembered) numbers.delete(numbers.keys().next().value as string);
}
