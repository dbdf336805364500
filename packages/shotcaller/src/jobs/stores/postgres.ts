import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Checkpoint } from '../steps/checkpoint.ts';
import type { Ledger } from '../store.ts';
import { migrate } from './migrations.ts';
import type { Tables } from './schema.ts';
import { createSqlStore } from './sql-store.ts';

export interface PostgresOptions {
  /** `postgres://…`. */
  readonly url: string;
  /** ISO 8601, for the record of migrations. */
  readonly now: string;
  /** Default 10. */
  readonly maxConnections?: number;
  readonly checkpoint?: Checkpoint;
}

/** Any number; the same in every process that migrates this ledger. */
const migrationLock = 5_207_744;

/** Opens the ledger in PostgreSQL, for several machines. */
export async function openPostgresStore({
  url,
  now,
  maxConnections = 10,
  checkpoint,
}: PostgresOptions): Promise<Ledger> {
  const pool = new pg.Pool({ connectionString: url, max: maxConnections });
  // A connection that breaks while idle is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await database.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(transaction);
      await migrate(transaction, now);
    });
    return createSqlStore('postgres', database, checkpoint && { checkpoint });
  } catch (error) {
    await database.destroy();
    throw error;
  }
}
