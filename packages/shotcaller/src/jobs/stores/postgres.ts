import type { Duplex } from 'node:stream';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { MoveListener } from '../ledger.ts';
import { type Checkpoint, noCheckpoint } from '../steps/checkpoint.ts';
import { BoundedClient } from './bounded-client.ts';
import { LedgerTooNew } from './ledger-error.ts';
import { migrate } from './migrations.ts';
import { placeOf, unreachable } from './postgres-address.ts';
import { listenForMoves, type SilenceLimits, tellMoves } from './postgres-moves.ts';
import { stepsTogether } from './postgres-steps.ts';
import { isPlanOutdated, preparedPool } from './prepared-pool.ts';
import type { Tables } from './schema.ts';
import type { Transact, TransactionBody } from './shared-commits.ts';
import { createSqlLedger, type OpenDatabase } from './sql-ledger.ts';

export interface PostgresOptions {
  /** `postgres://…`. */
  readonly url: string;
  /** ISO 8601, for the record of migrations. */
  readonly now: string;
  readonly checkpoint?: Checkpoint | undefined;
  /** Called at every commit that waits for the disk, for who counts them. */
  readonly onSync?: (() => void) | undefined;
  /** When a database that says nothing counts as gone, while its moves are listened to. Default: after 30 seconds. */
  readonly silence?: SilenceLimits | undefined;
}

/** Any number; the same in every process that migrates this ledger. */
const migrationLock = 5_207_744;

/**
 * What the ledger's connections go by, whatever the user or the database was given (limits in milliseconds, 0: none). A process that was
 * stopped in the middle of a transaction must not hold the locks that all others wait for. No other limit: a move that was ended while
 * it waited for its turn would leave its job until the lease is over. Who waits for a lock looks at what was committed meanwhile.
 */
const settings = {
  idle_in_transaction_session_timeout: '10000',
  idle_session_timeout: '0',
  statement_timeout: '0',
  lock_timeout: '0',
  transaction_timeout: '0',
  default_transaction_isolation: 'read committed',
} as const;

/**
 * Versions before 17 have no `transaction_timeout`. Of a server that never waits for its disk, the ledger's commits do all the same: the
 * intent to buy must outlive it. What waits for more than the disk is left as it is.
 */
const applySettings = `select set_config(name, value, false)
  from (values ${Object.entries({ ...settings, synchronous_commit: 'on' })
    .map(([name, value]) => `('${name}', '${value}')`)
    .join(', ')}) as settings (name, value)
  where current_setting(name, true) is not null and (name <> 'synchronous_commit' or current_setting(name, true) = 'off')`;

/** How often a transaction is tried that waited in a ring with another one. */
const mostTries = 5;

/** Opens the ledger in PostgreSQL, for several machines. Throws `LedgerAddressUnreadable`, `LedgerUnreachable` and `LedgerTooNew`. */
export async function openPostgresLedger({
  url,
  now,
  checkpoint = noCheckpoint,
  onSync,
  silence,
}: PostgresOptions): Promise<OpenDatabase> {
  const place = placeOf(url);
  const pool = new pg.Pool({ connectionString: url, max: 10, Client: BoundedClient });
  // A connection that breaks while idle is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  const clients = new Set<pg.PoolClient>();
  pool.on('remove', (client) => void clients.delete(client));
  pool.on('connect', (client) => {
    clients.add(client);
    // One that breaks while it is used says so to whoever waits for its answer, too.
    client.on('error', () => undefined);
    client.query(applySettings).catch(() => undefined);
  });
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparedPool(pool, place) }) });
  const tryAll = async <Result>(body: TransactionBody<Tables, Result>): Promise<Result> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await database.transaction().execute(body);
      } catch (error) {
        // Nothing of it was written, and a body may run again.
        if (tries >= mostTries || !(isDeadlock(error) || isPlanOutdated(error))) throw error;
      }
    }
  };
  const transact: Transact<Tables> = async (body, { durable = true } = {}) => {
    if (durable) onSync?.();
    return tryAll(async (transaction) => {
      if (!durable) await sql`set local synchronous_commit = off`.execute(transaction);
      return body(transaction);
    });
  };
  try {
    await tryAll(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(transaction);
      await migrate(transaction, now, { isNew: await isNew(transaction) });
      await tellMoves(transaction);
    });
    const driver = {
      listen: (listener: MoveListener) =>
        listenForMoves(url, listener, {
          limits: silence,
          // Whoever waits for an answer on one of them would wait until the system gives up, a quarter of an hour.
          onSilence: () => clients.forEach(breakConnection),
        }),
      databaseTimeMs: () => databaseTimeMs(database),
    };
    const ledger = createSqlLedger('postgres', database, { checkpoint, transact, driver });
    return { transact, ledger: { ...ledger, ...stepsTogether(ledger, { database, transact, checkpoint }) } };
  } catch (error) {
    await database.destroy();
    throw error instanceof LedgerTooNew ? error : unreachable(place, error);
  }
}

/** Whoever waits for it is told, and the pool makes a new one. */
function breakConnection(client: pg.PoolClient): void {
  const { connection } = client as unknown as { readonly connection: { readonly stream: Duplex } };
  connection.stream.destroy();
}

function isDeadlock(error: unknown): boolean {
  return (error as { readonly code?: string }).code === '40P01';
}

/**
 * Whether there is no ledger yet: PostgreSQL asks for the right to make tables also where they are there, and a user may work without it
 * with what another one has made. Throws for a new one whose database cannot hold every text.
 */
async function isNew(database: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ readonly is_new: boolean; readonly encoding: string }>`
    select to_regclass('migrations') is null as is_new, current_setting('server_encoding') as encoding`.execute(
    database,
  );
  const { is_new: isFirst = true, encoding = '' } = rows[0] ?? {};
  if (isFirst && !anyText.has(encoding)) {
    throw Object.assign(new Error(`not every prompt can be written in its encoding, ${encoding}`), { code: '22P05' });
  }
  return isFirst;
}

/** The second takes bytes as they are. */
const anyText: ReadonlySet<string> = new Set(['UTF8', 'SQL_ASCII']);

/** Throws where the database only reads: who asks for its time means to write. */
async function databaseTimeMs(database: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{
    readonly ms: string;
  }>`with writes as (update instances set seen_at = seen_at where false)
    select extract(epoch from clock_timestamp()) * 1000 as ms`.execute(database);
  return Number(rows[0]?.ms);
}
