import { type Kysely, sql } from 'kysely';
import { believeBills } from './believe-bills.ts';
import { tablesOfVersion2 } from './create-tables.ts';
import * as later from './later-tables.ts';
import { LedgerTooNew } from './ledger-error.ts';
import { quotedPico } from './rows.ts';
import type { Tables } from './schema.ts';
import { rebuildLines } from './sql-spend-lines.ts';

interface Migration {
  readonly version: number;
  readonly name: string;
  /** Brings the tables of the version before to this one. `from`: which version the ledger was opened with, 0 for a new one. */
  readonly up: readonly string[] | ((database: Kysely<Tables>, from: number) => Promise<void>);
}

const migrations: readonly Migration[] = [
  // Nobody makes the tables of the first version any more: a new ledger begins with those of the second.
  { version: 1, name: 'ledger', up: [] },
  {
    version: 2,
    name: 'jobs and attempts, services, client keys, webhooks',
    async up(database, from) {
      await run(database, from === 1 ? fromVersion1 : tablesOfVersion2);
      await fillQuotes(database);
    },
  },
  { version: 3, name: 'bills that are not believed, sums of any size', up: believeBills },
  { version: 4, name: 'votes', up: later.votes },
  { version: 5, name: 'sealed quotes', up: later.sealedQuotes },
  {
    version: 6,
    name: 'spend by day, model and state',
    async up(database) {
      await run(database, later.spendLines);
      await rebuildLines(database);
    },
  },
  { version: 7, name: 'sentences read by a model', up: later.readings },
  { version: 8, name: 'batches', up: later.batches },
  { version: 9, name: 'processes of the ledger, jobs let go of, callbacks to be owed, the archive', up: later.fleet },
  { version: 10, name: 'what was said of a request, jobs by the place of their file', up: later.findings },
  { version: 11, name: 'changes of spend lines, counted', up: later.countedChanges },
  { version: 12, name: 'what archived jobs were and cost', up: later.keptOfArchived },
];

/**
 * Brings the tables to the newest version; run inside a transaction that no other process shares.
 *
 * @param isNew whether there may be no ledger yet
 */
export async function migrate(database: Kysely<Tables>, now: string, { isNew = true } = {}): Promise<void> {
  if (isNew) {
    await run(database, [
      'create table if not exists migrations (version integer primary key, name text not null, applied_at text not null)',
    ]);
  }
  const applied = await database.selectFrom('migrations').select('version').execute();
  const newest = Math.max(0, ...applied.map((row) => row.version));
  if (newest > migrations.length) {
    throw new LedgerTooNew(newest, migrations.length);
  }
  for (const { version, name, up } of migrations.slice(newest)) {
    await (typeof up === 'function' ? up(database, newest) : run(database, up));
    await database.insertInto('migrations').values({ version, name, applied_at: now }).execute();
  }
}

async function run(database: Kysely<Tables>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const moved = ['money', 'events', 'requests', 'jobs', 'orders'];

/** Version 1 had `orders` and `jobs` where there are `jobs` and `attempts` now, and knew neither services of orders nor owners. */
const fromVersion1: readonly string[] = [
  ...moved.map((table) => `alter table ${table} rename to ${table}_v1`),
  ...tablesOfVersion2,
  `insert into jobs (id, service, owner, dedupe, generation, client_key, fingerprint, brief, options, created_at,
      concluded_at, repeats, handed_over)
    select o.id, (select j.service from jobs_v1 j where j.order_id = o.id order by j.attempt limit 1), '',
      'key:' || o.dedupe_key, 1, o.dedupe_key, 'v1:' || o.fingerprint,
      '{"requirements":' || o.requirements || ',"preferences":{},"model":null,"allowedModels":null,"body":null}',
      o.options, o.created_at, o.concluded_at, 0, 0
    from orders_v1 o`,
  `insert into attempts (id, job_id, number, state, version, worker, lease_until, next_at, deadline_at, service, model,
      correlation_token, request_hash, price, clip, expected_time, remote_id, polling_url, remote_status, submit_tries, polls,
      poll_errors, download_tries, created_at, submitted_at, last_pending_at, completed_at, ended_at, content_urls, target, file,
      billed_usd, bill_known, reason, budget_day)
    select id, order_id, attempt, state, version, owner, lease_until, next_at, deadline_at, service, model,
      correlation_token, request_hash, price, clip, expected_time, remote_id, polling_url, word, submit_tries, polls,
      poll_errors, download_tries, created_at, submitted_at, last_pending_at, completed_at, ended_at, content_urls, target, file,
      billed_usd, bill_known, reason, budget_day
    from jobs_v1`,
  'insert into requests (attempt_id, body) select job_id, body from requests_v1',
  `insert into events (attempt_id, version, job_id, at, by_whom, what, state, detail)
    select job_id, version, order_id, at, by_whom, what, state, detail from events_v1`,
  `insert into money (attempt_id, kind, job_id, service, owner, pico, budget_day, at, note)
    select m.job_id, m.kind, m.order_id, j.service, '', m.pico, m.budget_day, m.at, m.note
    from money_v1 m join jobs_v1 j on j.id = m.job_id`,
  ...moved.map((table) => `drop table ${table}_v1`),
  'drop table reservation_lock',
];

/** Expected prices as integers, which the database can add up. */
async function fillQuotes(database: Kysely<Tables>): Promise<void> {
  for (const { id, price } of await database.selectFrom('attempts').select(['id', 'price']).execute()) {
    const { expectedUsd } = JSON.parse(price) as { expectedUsd: string | null };
    if (expectedUsd === null) continue;
    await database
      .updateTable('attempts')
      .set({ quoted_pico: quotedPico(expectedUsd) })
      .where('id', '=', id)
      .execute();
  }
}
