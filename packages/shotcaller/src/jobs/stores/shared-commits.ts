import type { Kysely, Transaction } from 'kysely';

/** The statements of one transaction. They await nothing but the database, and may be run again when a first try was rolled back. */
export type TransactionBody<Tables, Result> = (transaction: Transaction<Tables>) => Promise<Result>;

export type Transact<Tables> = <Result>(body: TransactionBody<Tables, Result>) => Promise<Result>;

/** Most bodies in one commit, so that the first of them does not wait long for the last. */
const mostShared = 200;

interface Waiting<Tables> {
  readonly body: TransactionBody<Tables, unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes whatever comes while a commit is under way with the next one: a synced commit takes the disk milliseconds, however much
 * is in it. When one of them fails, each is written again by itself: a body is all or nothing, may run twice, and one that fails leaves
 * the others as they are. Every promise resolves after the commit that holds its body, never before.
 */
export function createSharedCommits<Tables>(database: Kysely<Tables>): Transact<Tables> {
  const waiting: Waiting<Tables>[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) await writeTogether(database, waiting);
    isWriting = false;
  }

  return <Result>(body: TransactionBody<Tables, Result>) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ body, resolve: resolve as (result: unknown) => void, reject });
      if (!isWriting) void writeAll();
    });
}

/** Takes from `waiting` what is there once the write lock is held. Never rejects: who waits is told. */
async function writeTogether<Tables>(database: Kysely<Tables>, waiting: Waiting<Tables>[]): Promise<void> {
  const group: Waiting<Tables>[] = [];
  try {
    const results: unknown[] = [];
    await database.transaction().execute(async (transaction) => {
      for (let next = waiting.shift(); next; next = group.length < mostShared ? waiting.shift() : undefined) {
        group.push(next);
        results.push(await next.body(transaction));
      }
    });
    for (const [at, { resolve }] of group.entries()) resolve(results[at]);
  } catch (error) {
    // Nothing of it is written. Where not even a lock was had, the first in the queue is told why, and the next may try.
    if (group.length === 0) group.push(...waiting.splice(0, 1));
    if (group.length === 1) group[0]?.reject(error);
    // One of them failed: each tries once more by itself, so that the failure is its own.
    else for (const one of group) await writeTogether(database, [one]);
  }
}
