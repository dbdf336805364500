import { closeSync, openSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { type DatabaseConnection, Kysely, type SqliteDatabase, SqliteDialect, SqliteDriver } from 'kysely';
import Database from 'libsql';
import { makePrivateFolder } from '../../disk/private-folder.ts';
import { syncFolder } from '../../files/sync-folder.ts';
import { forgetOldest } from '../../forget-oldest.ts';
import type { Checkpoint } from '../steps/checkpoint.ts';
import { LedgerBroken, LedgerMoved } from './ledger-error.ts';
import { migrate } from './migrations.ts';
import { movedTo } from './moved-file.ts';
import type { Tables } from './schema.ts';
import { createSharedCommits } from './shared-commits.ts';
import { createSqlLedger, type OpenDatabase } from './sql-ledger.ts';
import { listenForMoves } from './sqlite-moves.ts';

export interface SqliteOptions {
  /** The ledger file; its folder is made when missing. */
  readonly path: string;
  /** ISO 8601, for the record of migrations. */
  readonly now: string;
  readonly checkpoint?: Checkpoint | undefined;
  /** Called at every write that waits for the disk, for who counts them. */
  readonly onSync?: (() => void) | undefined;
}

/** How long a transaction waits for another one's, in milliseconds. */
const longestWaitMs = 15_000;

/**
 * Opens the ledger in a SQLite file that several processes may share. What is written is on disk when its promise resolves. The
 * sync is ours: SQLite's own (`synchronous = full`) stops the whole process for every commit. With `normal` a commit is in the
 * write-ahead log, and SQLite itself syncs that log before it moves pages into the file and begins it anew, so a sync of the log
 * after the commit is all that is missing (https://sqlite.org/pragma.html#pragma_synchronous, https://sqlite.org/wal.html).
 */
export async function openSqliteLedger({ path, now, checkpoint, onSync }: SqliteOptions): Promise<OpenDatabase> {
  makePrivateFolder(dirname(path));
  keepPrivate(path);
  const file = new Database(path);
  const number = fileNumber(path);
  const opened: (() => unknown)[] = [() => file.close()];
  try {
    file.exec('pragma busy_timeout = 0');
    await whenFree(() => file.exec('pragma journal_mode = wal'));
    file.exec('pragma synchronous = normal');
    file.exec('pragma foreign_keys = on');
    const database = new Kysely<Tables>({ dialect: new LedgerDialect(file, path) });
    await database.transaction().execute((transaction) => migrate(transaction, now));
    const reader = openReader(path);
    opened.push(() => reader.destroy());
    // The log exists as long as a connection is open: the migration has written to it.
    const log = await open(`${path}-wal`, 'r+');
    opened.push(() => log.close());
    await log.sync();
    await syncFolder(dirname(path));
    const transact = createSharedCommits(database, {
      async sync() {
        onSync?.();
        await log.datasync();
      },
    });
    const ledger = createSqlLedger('sqlite', database, {
      reader,
      checkpoint,
      transact,
      driver: {
        listen: (listener) => listenForMoves(reader, listener),
        async databaseTimeMs() {
          refuseReplaced(path, number);
          return undefined;
        },
      },
      integrityStatement: 'pragma integrity_check',
    });
    return {
      transact,
      ledger: {
        ...ledger,
        async close() {
          await log.close();
          await ledger.close();
        },
      },
    };
  } catch (error) {
    for (const close of opened.reverse()) await close();
    throw error;
  }
}

/**
 * Prompts and secrets are in it, so nobody else on this machine may read it. SQLite gives its log the rights of the file. One that is
 * there already, `closeHome` closes.
 */
function keepPrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
}

/** A second connection: queries see what is committed, and wait for nobody. */
function openReader(path: string): Kysely<Tables> {
  const file = new Database(path, { readonly: true });
  file.exec('pragma busy_timeout = 5000');
  return new Kysely<Tables>({ dialect: new ReaderDialect({ database: keepStatements(file, path) }) });
}

class ReaderDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;

  constructor({ database }: { readonly database: SqliteDatabase }) {
    super({ database });
    this.#database = database;
  }

  override createDriver() {
    return new ReadingDriver({ database: this.#database });
  }
}

/** Nobody waits for the connection: a query is answered at once, and there are no transactions. */
class ReadingDriver extends SqliteDriver {
  #connection: Promise<DatabaseConnection> | undefined;

  override acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= super.acquireConnection();
    return this.#connection;
  }

  override async releaseConnection(): Promise<void> {}
}

/**
 * Repeats what another transaction's lock refuses. SQLite's own waiting would stop this whole process, and for good when it
 * is a second handle of this process that holds the lock.
 */
async function whenFree<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  const endMs = performance.now() + longestWaitMs;
  for (let waitMs = 1; ; waitMs = Math.min(25, waitMs * 1.5)) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > endMs) throw error;
      await setTimeout(waitMs);
    }
  }
}

/**
 * Transactions take the write lock at once. A deferred one that reads first and then writes fails, without waiting, when
 * another process wrote in between.
 */
export class LedgerDialect extends SqliteDialect {
  readonly #file: Database.Database;
  readonly #path: string;

  constructor(file: Database.Database, path: string) {
    super({ database: keepStatements(file, path) });
    this.#file = file;
    this.#path = path;
  }

  override createDriver() {
    return new ImmediateDriver(this.#file, this.#path);
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #file: Database.Database;
  readonly #path: string;
  readonly #fileNumber: bigint | undefined;

  constructor(file: Database.Database, path: string) {
    super({ database: keepStatements(file, path) });
    this.#file = file;
    this.#path = path;
    this.#fileNumber = fileNumber(path);
  }

  override async beginTransaction(_connection: DatabaseConnection): Promise<void> {
    // The driver answers at once, so thousands of transactions in a row would let nothing else in this process have its turn.
    await setImmediate();
    refuseReplaced(this.#path, this.#fileNumber);
    // Not a prepared statement: one that fails on a lock stays open in this driver, and then nothing can be committed.
    await whenFree(() => this.#file.exec('begin immediate'));
  }

  /** A full disk makes SQLite roll back by itself; what is told is then the disk, not that there was nothing left to roll back. */
  override async rollbackTransaction(_connection: DatabaseConnection): Promise<void> {
    if (this.#file.inTransaction) this.#file.exec('rollback');
  }
}

/** SQLite would go on writing to a file that nobody finds again. Throws unless the file that was opened still stands there. */
function refuseReplaced(path: string, opened: bigint | undefined): void {
  if (fileNumber(path) === opened) return;
  const keptAs = movedTo(path);
  if (keptAs !== undefined) throw new LedgerMoved(path, keptAs);
  throw new LedgerBroken(path, { cause: new Error('the file was removed or replaced while it was open') });
}

/** Which file stands at a path; `undefined`: none. */
export function fileNumber(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}

/** Another process writes, or reads the log of one that was killed. */
function isBusy(error: unknown): boolean {
  return /^SQLITE_BUSY(?:_RECOVERY)?$/.test((error as { code?: string }).code ?? '');
}

function isFileTrouble(error: unknown): error is Error {
  return /^SQLITE_(CORRUPT|NOTADB|FULL|READONLY|CANTOPEN|IOERR)/.test((error as { code?: string }).code ?? '');
}

/** Most statements kept; the ledger has fewer than a hundred, but for lists of ids. */
const mostStatements = 200;

/**
 * Prepares every statement once. The native memory of a statement is freed late, when the collector comes round to it, and that
 * memory does not count for the collector: ten thousand jobs would fill gigabytes.
 */
function keepStatements(file: Database.Database, path: string): SqliteDatabase {
  type Prepared = ReturnType<SqliteDatabase['prepare']>;
  const kept = new Map<string, Prepared>();

  function prepare(text: string): Prepared {
    const statement = file.prepare(text);
    const use = <Result>(work: () => Result): Result => {
      try {
        return work();
      } catch (error) {
        // What state a failed statement is in is not known.
        if (kept.get(text) === prepared) kept.delete(text);
        throw isFileTrouble(error) ? new LedgerBroken(path, { cause: error }) : error;
      }
    };
    const prepared: Prepared = {
      reader: statement.reader,
      all: (parameters) => use(() => statement.all(...parameters)),
      run: (parameters) => use(() => statement.run(...parameters)),
      iterate: (parameters) => statement.iterate(...parameters) as IterableIterator<unknown>,
    };
    return prepared;
  }

  return {
    close: () => file.close(),
    prepare(text) {
      const statement = kept.get(text) ?? prepare(text);
      kept.delete(text);
      kept.set(text, statement);
      forgetOldest(kept, mostStatements);
      return statement;
    },
  };
}
