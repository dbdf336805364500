import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly up: (database: Kysely<Tables>) => Promise<void>;
}

/** Brings the tables to the newest version; run inside a transaction that no other process shares. */
export async function migrate(database: Kysely<Tables>, now: string): Promise<void> {
  await database.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('version', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_at', 'text', (column) => column.notNull())
    .execute();
  const applied = await database.selectFrom('migrations').select('version').execute();
  const newest = Math.max(0, ...applied.map((row) => row.version));
  if (newest > migrations.length) {
    throw new Error(
      `The ledger was written by a newer Shotcaller (tables version ${newest}, this one knows ${migrations.length}). Update Shotcaller.`,
    );
  }
  for (const { version, name, up } of migrations) {
    if (version <= newest) continue;
    await up(database);
    await database.insertInto('migrations').values({ version, name, applied_at: now }).execute();
  }
}

const migrations: readonly Migration[] = [{ version: 1, name: 'ledger', up: createLedger }];

async function createLedger(database: Kysely<Tables>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('orders')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('dedupe_key', 'text', (column) => column.unique())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('requirements', 'text', (column) => column.notNull())
    .addColumn('options', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('concluded_at', 'text')
    .execute();
  await schema
    .createTable('jobs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('order_id', 'text', (column) => column.notNull().references('orders.id'))
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('owner', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('next_at', 'text')
    .addColumn('deadline_at', 'text')
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('correlation_token', 'text', (column) => column.notNull().unique())
    .addColumn('request_hash', 'text', (column) => column.notNull())
    .addColumn('price', 'text', (column) => column.notNull())
    .addColumn('clip', 'text', (column) => column.notNull())
    .addColumn('expected_time', 'text')
    .addColumn('remote_id', 'text')
    .addColumn('polling_url', 'text')
    .addColumn('word', 'text')
    .addColumn('submit_tries', 'integer', (column) => column.notNull())
    .addColumn('polls', 'integer', (column) => column.notNull())
    .addColumn('poll_errors', 'integer', (column) => column.notNull())
    .addColumn('download_tries', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('submitted_at', 'text')
    .addColumn('last_pending_at', 'text')
    .addColumn('completed_at', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('content_urls', 'text', (column) => column.notNull())
    .addColumn('target', 'text')
    .addColumn('file', 'text')
    .addColumn('billed_usd', 'text')
    .addColumn('bill_known', 'integer')
    .addColumn('reason', 'text')
    .addColumn('budget_day', 'text')
    .addUniqueConstraint('jobs_one_per_attempt', ['order_id', 'attempt'])
    .execute();
  await schema.createIndex('jobs_by_remote_id').on('jobs').columns(['remote_id']).execute();
  await schema.createIndex('jobs_by_state').on('jobs').columns(['state', 'created_at']).execute();
  await schema
    .createTable('requests')
    .addColumn('job_id', 'text', (column) => column.primaryKey().references('jobs.id'))
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('events')
    .addColumn('job_id', 'text', (column) => column.notNull().references('jobs.id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('order_id', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('by_whom', 'text', (column) => column.notNull())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('detail', 'text')
    .addPrimaryKeyConstraint('events_one_per_version', ['job_id', 'version'])
    .execute();
  await schema
    .createTable('money')
    .addColumn('job_id', 'text', (column) => column.notNull().references('jobs.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('order_id', 'text', (column) => column.notNull())
    .addColumn('pico', 'bigint', (column) => column.notNull())
    .addColumn('budget_day', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addPrimaryKeyConstraint('money_booked_once', ['job_id', 'kind'])
    .execute();
  await schema.createIndex('money_by_day').on('money').columns(['budget_day', 'pico']).execute();
  await schema.createIndex('money_by_order').on('money').columns(['order_id']).execute();
  await schema
    .createTable('deliveries')
    .addColumn('idempotency_key', 'text', (column) => column.primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('reservation_lock')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('turns', 'integer', (column) => column.notNull())
    .execute();
  await database.insertInto('reservation_lock').values({ id: 1, turns: 0 }).execute();
}
