import type { Kysely, Transaction } from 'kysely';

/** The statements of one transaction. They await nothing but the database, and may be run again when a first try was rolled back. */
export type TransactionBody<Tables, Result> = (transaction: Transaction<Tables>) => Promise<Result>;

export type Transact<Tables> = <Result>(
  body: TransactionBody<Tables, Result>,
  options?: TransactionOptions,
) => Promise<Result>;

export interface TransactionOptions {
  /** `false`: its promise need not wait for the disk. Default true. */
  readonly durable?: boolean;
}

/** Most bodies in one commit, so that the first of them does not wait long for the last. */
const mostShared = 200;

interface Waiting<Tables> {
  readonly body: TransactionBody<Tables, unknown>;
  readonly durable: boolean;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface SharedCommitsOptions {
  /** Puts every commit that was made before the call on disk. Default nothing: commits are on disk by themselves. */
  readonly sync?: () => Promise<void>;
}

/**
 * Writes whatever comes while a commit is under way with the next one, and puts on disk together what was committed meanwhile:
 * that takes milliseconds, however much it is. When one of the bodies fails, each is written again by itself: a body is all or
 * nothing, may run twice, and one that fails leaves the others as they are. Every promise resolves when the commit that holds its
 * body is on disk, never before; one that need not be durable, when it is committed.
 */
export function createSharedCommits<Tables>(
  database: Kysely<Tables>,
  { sync = async () => undefined }: SharedCommitsOptions = {},
): Transact<Tables> {
  const waiting: Waiting<Tables>[] = [];
  let committed: Ended[] = [];
  let isWriting = false;
  let isSyncing = false;

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const ended = await writeTogether(database, waiting);
      for (const { durable, resolve } of ended) if (!durable) resolve();
      committed.push(...ended.filter(({ durable }) => durable));
      if (!isSyncing) void syncAll();
    }
    isWriting = false;
  }

  async function syncAll(): Promise<void> {
    isSyncing = true;
    while (committed.length > 0) {
      const group = committed;
      committed = [];
      try {
        await sync();
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    isSyncing = false;
  }

  return <Result>(body: TransactionBody<Tables, Result>, { durable = true }: TransactionOptions = {}) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ body, durable, resolve: resolve as (result: unknown) => void, reject });
      if (!isWriting) void writeAll();
    });
}

/** A body whose commit is through, but perhaps not yet on disk. */
interface Ended {
  readonly durable: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Takes from `waiting` what is there once the write lock is held, `most` at the most. Never rejects: whose write failed is told.
 */
async function writeTogether<Tables>(
  database: Kysely<Tables>,
  waiting: Waiting<Tables>[],
  most = mostShared,
): Promise<readonly Ended[]> {
  const group: Waiting<Tables>[] = [];
  // What comes at the same moment waits together.
  await Promise.resolve();
  const waitedFromTheStart = waiting.length;
  try {
    const results: unknown[] = [];
    await database.transaction().execute(async (transaction) => {
      for (let next = waiting.shift(); next; next = group.length < most ? waiting.shift() : undefined) {
        group.push(next);
        results.push(await next.body(transaction));
      }
    });
    return group.map(({ durable, resolve, reject }, at) => ({ durable, resolve: () => resolve(results[at]), reject }));
  } catch (error) {
    // Nothing of it is written. Where not even a lock was had, all who have waited for it are told: in turn each would wait as long again.
    if (group.length === 0) {
      for (const { reject } of waiting.splice(0, waitedFromTheStart)) reject(error);
      return [];
    }
    if (group.length === 1) {
      group[0]?.reject(error);
      return [];
    }
    // One of them failed: each tries once more by itself, so that the failure is its own.
    const ended: Ended[] = [];
    while (group.length > 0) ended.push(...(await writeTogether(database, group, 1)));
    return ended;
  }
}
