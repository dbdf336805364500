import { Kysely } from 'kysely';
import Database from 'libsql';
import type { Ledger } from '../ledger.ts';
import { migrate } from './migrations.ts';
import type { Tables } from './schema.ts';
import { createSharedCommits } from './shared-commits.ts';
import { createSqlLedger } from './sql-ledger.ts';
import { LedgerDialect } from './sqlite.ts';

/** SQLite's own name for a database without a file. */
const inMemory = ':memory:';

/** Opens the ledger in SQLite without a file. There is one connection, so a query waits until a transaction that is under way has ended. */
export async function openSqliteInMemory(now: string): Promise<Ledger> {
  const file = new Database(inMemory);
  file.exec('pragma foreign_keys = on');
  const database = new Kysely<Tables>({ dialect: new LedgerDialect(file, inMemory) });
  await database.transaction().execute((transaction) => migrate(transaction, now));
  return createSqlLedger('sqlite', database, {
    reader: database,
    checkpoint: undefined,
    transact: createSharedCommits(database),
    driver: {
      // No other process can move anything.
      listen: async () => async () => undefined,
      databaseTimeMs: async () => undefined,
    },
    integrityStatement: 'pragma integrity_check',
  });
}
