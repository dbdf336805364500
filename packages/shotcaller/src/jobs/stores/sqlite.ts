import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CompiledQuery, type DatabaseConnection, Kysely, SqliteDialect, SqliteDriver } from 'kysely';
import Database from 'libsql';
import type { Checkpoint } from '../checkpoint.ts';
import type { JobStore } from '../store.ts';
import { migrate } from './migrations.ts';
import type { Tables } from './schema.ts';
import { createSqlStore } from './sql-store.ts';

export interface SqliteOptions {
  /** The ledger file; its folder is made when missing. */
  readonly path: string;
  /** ISO 8601, for the record of migrations. */
  readonly now: string;
  readonly checkpoint?: Checkpoint;
}

/**
 * Opens the ledger in a SQLite file that several processes may share. Commits are synced to disk (`synchronous = FULL`);
 * a process that meets another one's transaction waits for up to 10 s.
 */
export async function openSqliteStore({ path, now, checkpoint }: SqliteOptions): Promise<JobStore> {
  mkdirSync(dirname(path), { recursive: true });
  const file = new Database(path);
  try {
    file.exec('pragma busy_timeout = 10000');
    file.exec('pragma journal_mode = wal');
    file.exec('pragma synchronous = full');
    file.exec('pragma foreign_keys = on');
    const database = new Kysely<Tables>({ dialect: new LedgerDialect({ database: file as never }) });
    await database.transaction().execute((transaction) => migrate(transaction, now));
    return createSqlStore('sqlite', database, {
      ...(checkpoint && { checkpoint }),
      integrityStatement: 'pragma integrity_check',
    });
  } catch (error) {
    file.close();
    throw error;
  }
}

/**
 * Transactions take the write lock at once. A deferred one that reads first and then writes fails, without waiting, when
 * another process wrote in between.
 */
class LedgerDialect extends SqliteDialect {
  readonly #database: unknown;

  constructor(config: ConstructorParameters<typeof SqliteDialect>[0]) {
    super(config);
    this.#database = config.database;
  }

  override createDriver() {
    return new ImmediateDriver({ database: this.#database as never });
  }
}

class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}
