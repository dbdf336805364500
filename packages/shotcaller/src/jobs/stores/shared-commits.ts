import { type Kysely, sql, type Transaction } from 'kysely';

/** The statements of one transaction. They await nothing but the database. */
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
 * is in it. Each body is all or nothing by itself (a savepoint), one that fails leaves the others as they are, and every promise
 * resolves after the commit that holds its body, never before.
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
  const ends: (() => void)[] = [];
  try {
    await database.transaction().execute(async (transaction) => {
      for (let next = waiting.shift(); next; next = group.length < mostShared ? waiting.shift() : undefined) {
        group.push(next);
        ends.push(await writeOne(transaction, next));
      }
    });
    for (const end of ends) end();
  } catch (error) {
    // Nothing of it is written. Where not even a lock was had, the first in the queue is told why, and the next may try.
    if (group.length === 0) group.push(...waiting.splice(0, 1));
    for (const { reject } of group) reject(error);
  }
}

/** Answers with what to tell once the commit is through. */
async function writeOne<Tables>(
  transaction: Transaction<Tables>,
  { body, resolve, reject }: Waiting<Tables>,
): Promise<() => void> {
  await sql`savepoint one_of_many`.execute(transaction);
  try {
    const result = await body(transaction);
    await sql`release one_of_many`.execute(transaction);
    return () => resolve(result);
  } catch (error) {
    await sql`rollback to one_of_many`.execute(transaction);
    await sql`release one_of_many`.execute(transaction);
    return () => reject(error);
  }
}
