import { type Kysely, sql } from 'kysely';
import type { Tables } from './schema.ts';

/** Makes the tables of version 2. `deliveries` may be there already: version 1 has the same. */
export async function createTables(database: Kysely<Tables>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('jobs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('dedupe', 'text')
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('client_key', 'text')
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('brief', 'text', (column) => column.notNull())
    .addColumn('options', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('concluded_at', 'text')
    .addColumn('body_hash', 'text')
    .addColumn('received_at', 'text')
    .addColumn('requested', 'text')
    .addColumn('webhook_url', 'text')
    .addColumn('choice', 'text')
    .addColumn('answer', 'text')
    .addColumn('answered_at', 'text')
    .addColumn('repeats', 'integer', (column) => column.notNull())
    .addColumn('handed_over', 'integer', (column) => column.notNull())
    .addUniqueConstraint('jobs_one_per_generation', ['service', 'owner', 'dedupe', 'generation'])
    .execute();
  await schema.createIndex('jobs_by_time').on('jobs').columns(['service', 'created_at', 'id']).execute();
  await schema.createIndex('jobs_by_owner').on('jobs').columns(['service', 'owner', 'created_at', 'id']).execute();
  await schema
    .createIndex('jobs_open')
    .on('jobs')
    .columns(['service', 'created_at', 'id'])
    .where(sql.ref('concluded_at'), 'is', null)
    .execute();
  await schema
    .createIndex('jobs_by_body')
    .on('jobs')
    .columns(['service', 'owner', 'body_hash', 'received_at'])
    .where('body_hash', 'is not', null)
    .execute();
  await schema
    .createIndex('jobs_with_callback')
    .on('jobs')
    .columns(['service', 'id'])
    .where(sql.ref('webhook_url'), 'is not', null)
    .execute();
  await createAttempts(database);
  await createMoney(database);
  await createGatewayTables(database);
}

async function createAttempts({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('attempts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('job_id', 'text', (column) => column.notNull().references('jobs.id'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('worker', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('next_at', 'text')
    .addColumn('deadline_at', 'text')
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('correlation_token', 'text', (column) => column.notNull().unique())
    .addColumn('request_hash', 'text', (column) => column.notNull())
    .addColumn('price', 'text', (column) => column.notNull())
    .addColumn('quoted_pico', 'bigint')
    .addColumn('clip', 'text', (column) => column.notNull())
    .addColumn('expected_time', 'text')
    .addColumn('remote_id', 'text')
    .addColumn('polling_url', 'text')
    .addColumn('remote_status', 'text')
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
    .addUniqueConstraint('attempts_one_per_number', ['job_id', 'number'])
    .execute();
  await schema.createIndex('attempts_by_remote_id').on('attempts').columns(['service', 'remote_id']).execute();
  await schema.createIndex('attempts_by_state').on('attempts').columns(['service', 'state', 'job_id']).execute();
  await schema.createIndex('attempts_by_time').on('attempts').columns(['service', 'created_at']).execute();
  await schema
    .createTable('requests')
    .addColumn('attempt_id', 'text', (column) => column.primaryKey().references('attempts.id'))
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('pictures')
    .addColumn('sha256', 'text', (column) => column.primaryKey())
    .addColumn('url', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('events')
    .addColumn('attempt_id', 'text', (column) => column.notNull().references('attempts.id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('by_whom', 'text', (column) => column.notNull())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('detail', 'text')
    .addPrimaryKeyConstraint('events_of_attempt', ['attempt_id', 'version'])
    .execute();
  await schema.createIndex('events_by_job').on('events').columns(['job_id', 'at']).execute();
}

async function createMoney({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('money')
    .addColumn('attempt_id', 'text', (column) => column.notNull().references('attempts.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('pico', 'bigint', (column) => column.notNull())
    .addColumn('budget_day', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addPrimaryKeyConstraint('money_of_attempt', ['attempt_id', 'kind'])
    .execute();
  await schema.createIndex('money_by_job').on('money').columns(['job_id']).execute();
  await schema.createIndex('money_by_time').on('money').columns(['service', 'at']).execute();
  await schema
    .createTable('totals')
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('period', 'text', (column) => column.notNull())
    .addColumn('pico', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('totals_of_period', ['service', 'owner', 'period'])
    .execute();
}

async function createGatewayTables({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('deliveries')
    .ifNotExists()
    .addColumn('idempotency_key', 'text', (column) => column.primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('client_keys')
    .addColumn('owner', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('revoked_at', 'text')
    .addColumn('admin', 'integer', (column) => column.notNull())
    .addColumn('budget_usd', 'text')
    .addColumn('daily_usd', 'text')
    .addColumn('models', 'text')
    .addColumn('submits_per_minute', 'integer')
    .addColumn('rate_milli', 'integer')
    .addColumn('rate_at', 'text')
    .execute();
  await schema
    .createIndex('client_keys_in_use')
    .unique()
    .on('client_keys')
    .columns(['name'])
    .where(sql.ref('revoked_at'), 'is', null)
    .execute();
  await schema
    .createTable('webhooks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('next_at', 'text', (column) => column.notNull())
    .addColumn('last_error', 'text')
    .addColumn('first_at', 'text', (column) => column.notNull())
    .addColumn('last_at', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('webhooks_by_state').on('webhooks').columns(['service', 'state', 'next_at', 'id']).execute();
  await schema.createIndex('webhooks_by_job').on('webhooks').columns(['job_id']).execute();
  await schema
    .createTable('secrets')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}
