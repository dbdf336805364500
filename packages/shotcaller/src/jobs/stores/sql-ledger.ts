import { type Kysely, sql } from 'kysely';
import type { Ledger } from '../ledger.ts';
import { type Checkpoint, noCheckpoint } from '../steps/checkpoint.ts';
import type { Tables } from './schema.ts';
import type { Transact } from './shared-commits.ts';
import { sqlArchive } from './sql-archive.ts';
import { sqlBatches } from './sql-batches.ts';
import { sqlClientKeys } from './sql-client-keys.ts';
import { dollarsText, picoOfParts, picoText, type SqlContext, sumBeyondDollars, sumOfDollars } from './sql-context.ts';
import { sqlInstances } from './sql-instances.ts';
import { sqlJobs } from './sql-jobs.ts';
import { sqlMoney } from './sql-money.ts';
import { sqlReadings } from './sql-readings.ts';
import { sqlSealedQuotes } from './sql-sealed-quotes.ts';
import { archivedMoney, wrongLines } from './sql-spend-lines.ts';
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
  const context: SqlContext = { kind, reader, write };
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

    async checkIntegrity() {
      const problems = integrityStatement === undefined ? [] : await damages(reader, integrityStatement);
      for (const table of ledgerTables)
        await reader.selectFrom(table).select(sql<string>`count(*)`.as('rows')).execute();
      return [...problems, ...(await wrongTotals(reader)), ...(await wrongLines(reader))];
    },

    async close() {
      if (reader !== database) await reader.destroy();
      await database.destroy();
    },
  };
}

/** Every table that holds something to keep, each after those that its rows refer to. */
export const ledgerTables = [
  'jobs',
  'attempts',
  'requests',
  'pictures',
  'events',
  'money',
  'totals',
  'spend_lines',
  'deliveries',
  'client_keys',
  'webhooks',
  'votes',
  'sealed_quotes',
  'readings',
  'batches',
  'archived_jobs',
  'archived_lines',
  'secrets',
] as const;

async function damages(database: Kysely<Tables>, statement: string): Promise<string[]> {
  const { rows } = await sql.raw<Record<string, unknown>>(statement).execute(database);
  return rows.flatMap((row) => Object.values(row).map(String)).filter((text) => text !== 'ok');
}

/** Every total must be the sum of its entries, and every sum must have its total. */
async function wrongTotals(database: Kysely<Tables>): Promise<string[]> {
  interface Sum {
    readonly service: string;
    readonly owner: string;
    readonly period: string;
    readonly dollars: string;
    readonly pico: string;
  }
  const owners = [sql`''`, sql`owner`];
  const periods = [sql`''`, sql`substr(budget_day, 1, 7)`, sql`budget_day`];
  const summed = new Map<string, bigint>();
  for (const owner of owners) {
    for (const period of periods) {
      const { rows } = await sql<Sum>`select service, ${owner} as owner, ${period} as period,
          ${sumOfDollars(sql.ref('pico'))} as dollars, ${sumBeyondDollars(sql.ref('pico'))} as pico
        from (select service, owner, budget_day, pico from money union all select service, owner, budget_day, pico from readings) as booked
        group by 1, 2, 3`.execute(database);
      for (const row of rows) {
        const name = totalName(row);
        // What nobody owns is in the sum of everybody already.
        if (!summed.has(name)) summed.set(name, picoOfParts(row.dollars, row.pico));
      }
    }
  }
  for (const { service, owner, day, pico } of await archivedMoney(database)) {
    for (const who of new Set(['', owner])) {
      for (const period of ['', day.slice(0, 7), day]) {
        const name = totalName({ service, owner: who, period });
        summed.set(name, (summed.get(name) ?? 0n) + pico);
      }
    }
  }
  const totals = await database
    .selectFrom('totals')
    .select(['service', 'owner', 'period', dollarsText, picoText])
    .execute();
  const kept = new Map(totals.map((total) => [totalName(total), picoOfParts(total.dollars, total.pico)]));
  return [...new Set([...summed.keys(), ...kept.keys()])].flatMap((name) => {
    const [total, sum] = [kept.get(name) ?? 0n, summed.get(name) ?? 0n];
    return total === sum ? [] : [`The total of ${name} is ${total} pico-dollars, its entries add up to ${sum}.`];
  });
}

function totalName({ service, owner, period }: { service: string; owner: string; period: string }): string {
  return [service, ...(owner === '' ? [] : [`key ${owner}`]), ...(period === '' ? [] : [period])].join(', ');
}
