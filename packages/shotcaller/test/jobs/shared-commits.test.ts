import { join } from 'node:path';
import { Kysely, SqliteDialect, sql } from 'kysely';
import Database from 'libsql';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSharedCommits } from '../../src/jobs/stores/shared-commits.ts';
import { temporaryFolder } from '../catalog/list.ts';

interface Tables {
  readonly notes: { readonly id: number };
}

/** A database that tells its statements. */
async function open() {
  const file = new Database(':memory:');
  const statements: string[] = [];
  const database = new Kysely<Tables>({
    dialect: new SqliteDialect({
      database: {
        close: () => file.close(),
        prepare(text) {
          statements.push(text);
          const statement = file.prepare(text);
          return {
            reader: statement.reader,
            all: (parameters) => statement.all(...parameters),
            run: (parameters) => statement.run(...parameters),
            iterate: (parameters) => statement.iterate(...parameters) as IterableIterator<unknown>,
          };
        },
      },
    }),
  });
  onTestFinished(() => database.destroy());
  await sql`create table notes (id integer primary key)`.execute(database);
  const count = (text: string) => statements.filter((statement) => statement === text).length;
  const ids = async () => (await database.selectFrom('notes').select('id').execute()).map(({ id }) => id);
  return { database, count, ids };
}

const note = (id: number) => (transaction: Kysely<Tables>) =>
  transaction.insertInto('notes').values({ id }).executeTakeFirstOrThrow();

describe('Commits that are shared', () => {
  test('a thousand writes at once take a few, each write is told after its own', async () => {
    const { database, count, ids } = await open();
    const transact = createSharedCommits(database);
    const commitsWhenTold = await Promise.all(
      Array.from({ length: 1000 }, async (_, id) => {
        await transact(note(id));
        return count('commit');
      }),
    );
    expect(count('commit')).toBe(5);
    expect(commitsWhenTold.every((commits, id) => commits > Math.floor(id / 200))).toBe(true);
    expect(await ids()).toHaveLength(1000);
  });

  test('a write that fails in the middle leaves nothing of itself, and the others as they are', async () => {
    const { database, ids } = await open();
    const transact = createSharedCommits(database);
    const twice = async (transaction: Kysely<Tables>) => {
      await note(7)(transaction);
      await note(1)(transaction);
    };
    const outcomes = await Promise.allSettled([transact(note(1)), transact(twice), transact(note(2))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await ids()).toEqual([1, 2]);
  });

  test('a commit that fails because of one write is told to that one only', async () => {
    const { database, ids } = await open();
    await sql`create table first (id integer primary key)`.execute(database);
    await sql`create table second (id integer references first (id) deferrable initially deferred)`.execute(database);
    await sql`pragma foreign_keys = on`.execute(database);
    const transact = createSharedCommits(database);
    const broken = transact((transaction) => sql`insert into second values (9)`.execute(transaction));
    const outcomes = await Promise.allSettled([transact(note(1)), broken]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await transact(note(3));
    expect(await ids()).toEqual([1, 3]);
  });

  test('nobody is told before what he wrote is on disk; meanwhile others are written, and share the next sync', async () => {
    const { database, ids } = await open();
    const syncs: (() => void)[] = [];
    const transact = createSharedCommits(database, { sync: () => new Promise<void>((done) => syncs.push(done)) });
    const told: number[] = [];
    const write = (id: number) => transact(note(id)).then(() => told.push(id));
    const first = write(1);
    await expect.poll(() => syncs.length).toBe(1);
    const others = [write(2), write(3)];
    await expect.poll(async () => (await ids()).length).toBe(3);
    expect([told, syncs.length]).toEqual([[], 1]);
    syncs[0]?.();
    await first;
    await expect.poll(() => syncs.length).toBe(2);
    expect(told).toEqual([1]);
    syncs[1]?.();
    await Promise.all(others);
    expect(told).toEqual([1, 2, 3]);
  });

  test('what need not be durable is told once it is committed, and the next sync puts it on disk with the rest', async () => {
    const { database, ids } = await open();
    const syncs: { readonly written: readonly number[]; readonly done: () => void }[] = [];
    const transact = createSharedCommits(database, {
      async sync() {
        const written = await ids();
        await new Promise<void>((done) => syncs.push({ written, done }));
      },
    });
    await transact(note(1), { durable: false });
    await transact(note(2), { durable: false });
    expect(syncs).toEqual([]);
    const durable = transact(note(3));
    await expect.poll(() => syncs.length).toBe(1);
    expect(syncs[0]?.written).toEqual([1, 2, 3]);
    // Neither does one wait for a sync that is under way.
    await transact(note(4), { durable: false });
    syncs[0]?.done();
    await durable;
    expect(syncs).toHaveLength(1);
    expect(await ids()).toEqual([1, 2, 3, 4]);
  });

  test('one that need not be durable and fails is told so, and what was written with it stays', async () => {
    const { database, ids } = await open();
    const transact = createSharedCommits(database);
    const outcomes = await Promise.allSettled([
      transact(note(1), { durable: false }),
      transact(note(1), { durable: false }),
      transact(note(2)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await ids()).toEqual([1, 2]);
  });

  test('a sync that fails is told to those who waited for it', async () => {
    const { database } = await open();
    let isFull = true;
    const sync = async () => {
      if (isFull) throw new Error('no space left');
    };
    const transact = createSharedCommits(database, { sync });
    await expect(transact(note(1))).rejects.toThrow('no space left');
    isFull = false;
    await transact(note(2));
  });
});

describe('Writes for which no lock is to be had', () => {
  /** A file that another connection locks; who begins meanwhile is refused. `onBegin` is called before each try, with its number. */
  async function lockable(onBegin: (number: number) => void) {
    const path = join(await temporaryFolder(), 'notes.sqlite');
    const [file, other] = [new Database(path), new Database(path)];
    onTestFinished(() => {
      file.close();
      other.close();
    });
    file.exec('pragma busy_timeout = 0; create table notes (id integer primary key)');
    let begins = 0;
    const begin = () => {
      begins += 1;
      onBegin(begins);
      file.exec('begin immediate');
      return { changes: 0, lastInsertRowid: 0 };
    };
    const database = new Kysely<Tables>({
      dialect: new SqliteDialect({
        database: {
          close: () => undefined,
          prepare(text) {
            if (text === 'begin') return { reader: false, run: begin, all: () => [], iterate: () => [].values() };
            const statement = file.prepare(text);
            return {
              reader: statement.reader,
              all: (parameters) => statement.all(...parameters),
              run: (parameters) => statement.run(...parameters),
              iterate: (parameters) => statement.iterate(...parameters) as IterableIterator<unknown>,
            };
          },
        },
      }),
    });
    const ids = () => (other.prepare('select id from notes order by id').all() as { id: number }[]).map(({ id }) => id);
    return {
      transact: createSharedCommits(database),
      lock: () => other.exec('begin immediate'),
      other,
      ids,
      tries: () => begins,
    };
  }

  const statusesOf = async (writes: readonly Promise<unknown>[]) =>
    (await Promise.allSettled(writes)).map(({ status }) => status);

  test('are refused together after one wait; one that came meanwhile waits for itself', async () => {
    let late: Promise<unknown> = Promise.reject(new Error('It was not written.'));
    late.catch(() => undefined);
    const { transact, lock, other, ids, tries } = await lockable((number) => {
      if (number === 1) late = transact(note(4));
      else if (number === 2) other.exec('commit');
    });
    lock();
    expect(await statusesOf([1, 2, 3].map((id) => transact(note(id))))).toEqual(['rejected', 'rejected', 'rejected']);
    await late;
    expect([ids(), tries()]).toEqual([[4], 2]);
    // Nothing of them is left: they can be written anew.
    await Promise.all([1, 2, 3].map((id) => transact(note(id))));
    expect(ids()).toEqual([1, 2, 3, 4]);
  });

  test('are refused together too when each was to be written by itself, because one of them had failed', async () => {
    const { transact, lock, other, ids, tries } = await lockable((number) => {
      if (number === 2) lock();
    });
    expect(await statusesOf([1, 2, 1].map((id) => transact(note(id))))).toEqual(['rejected', 'rejected', 'rejected']);
    other.exec('commit');
    expect([ids(), tries()]).toEqual([[], 2]);
  });
});
