import type { Kysely } from 'kysely';
import type { Ledger } from '../ledger.ts';
import { type Checkpoint, noCheckpoint } from '../steps/checkpoint.ts';
import { checkIntegrity } from './check-integrity.ts';
import type { Tables } from './schema.ts';
import type { Transact } from './shared-commits.ts';
import { sqlArchive } from './sql-archive.ts';
import { sqlBatches } from './sql-batches.ts';
import { sqlClientKeys } from './sql-client-keys.ts';
import type { SqlContext } from './sql-context.ts';
import { sqlInstances } from './sql-instances.ts';
import { sqlJobs } from './sql-jobs.ts';
import { sqlMoney } from './sql-money.ts';
import { sqlReadings } from './sql-readings.ts';
import { sqlSealedQuotes } from './sql-sealed-quotes.ts';
import { sqlVotes } from './sql-votes.ts';
import { sqlWebhooks } from './sql-webhooks.ts';

export interface SqlLedgerOptions {
  readonly checkpoint?: Checkpoint | undefined;
  /** A statement that lists what is damaged, or `ok`. */
  readonly integrityStatement?: string;
  /** How moves are heard of, and whose clock tells the time. */
  readonly driver: Pick<Ledger, 'listen' | 'databaseTimeMs'>;
  /** Carries out one transaction; a durable one is on disk when its promise resolves. */
  readonly transact: Transact<Tables>;
  /** What queries go through, so that they need not wait for a transaction. It sees every commit. Default the database itself. */
  readonly reader?: Kysely<Tables>;
}

/** An open ledger, and the way to write to it beside its own methods. */
export interface OpenDatabase {
  readonly ledger: Ledger;
  readonly transact: Transact<Tables>;
}

/** The ledger's queries, the same for SQLite and PostgreSQL. */
export function createSqlLedger(
  kind: Ledger['kind'],
  database: Kysely<Tables>,
  { checkpoint = noCheckpoint, integrityStatement, driver, transact, reader = database }: SqlLedgerOptions,
): Ledger {
  const write: SqlContext['write'] = async (name, body, options) => {
    await checkpoint(`ledger:${name}:before`);
    const result = await transact(async (transaction) => {
      const value = await body(transaction);
      await checkpoint(`ledger:${name}:inside`);
      return value;
    }, options);
    await checkpoint(`ledger:${name}:after`);
    return result;
  };
  const context: SqlContext = {
    kind,
    reader,
    write,
    writeUnsynced: (name, body) => write(name, body, { durable: false }),
  };
  return {
    kind,
    ...driver,
    ...sqlJobs(context),
    ...sqlMoney(context),
    ...sqlClientKeys(context),
    ...sqlWebhooks(context),
    ...sqlVotes(context),
    ...sqlInstances(context),
    ...sqlArchive(context),
    ...sqlSealedQuotes(context),
    ...sqlBatches(context),
    ...sqlReadings(context),

    secret: (name, make) =>
      write('secret', async (transaction) => {
        const known = await transaction
          .selectFrom('secrets')
          .select('value')
          .where('name', '=', name)
          .executeTakeFirst();
        if (known) return known.value;
        await transaction
          .insertInto('secrets')
          .values({ name, value: make() })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .execute();
        const row = await transaction
          .selectFrom('secrets')
          .select('value')
          .where('name', '=', name)
          .executeTakeFirstOrThrow();
        return row.value;
      }),

    checkIntegrity: () => checkIntegrity(reader, integrityStatement),

    async close() {
      if (reader !== database) await reader.destroy();
      await database.destroy();
    },
  };
}
