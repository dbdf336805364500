import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import { beginOfTarget } from './begin-of-target.ts';
import type { Tables } from './schema.ts';
import { rebuildLines } from './sql-spend-lines.ts';

/** The table of version 4. */
export async function createVotes({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('votes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('first_model', 'text', (column) => column.notNull())
    .addColumn('second_model', 'text', (column) => column.notNull())
    .addColumn('better', 'text')
    .addColumn('task', 'text', (column) => column.notNull())
    .addColumn('tag', 'text')
    .addColumn('voted_at', 'text', (column) => column.notNull())
    .addColumn('first_job', 'text')
    .addColumn('second_job', 'text')
    .execute();
  await schema.createIndex('votes_by_time').on('votes').columns(['service', 'voted_at', 'id']).execute();
}

/** The table of version 5. */
export async function createSealedQuotes({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('sealed_quotes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('sealed_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('sealed_quotes_by_owner')
    .on('sealed_quotes')
    .columns(['service', 'owner', 'sealed_at', 'id'])
    .execute();
}

/** The table of version 6, with the lines of what has ended before. */
export async function createSpendLines(database: Kysely<Tables>): Promise<void> {
  await createLines(database, 'spend_lines');
  await rebuildLines(database);
}

async function createLines({ schema }: Kysely<Tables>, name: 'spend_lines' | 'archived_lines'): Promise<void> {
  let table: CreateTableBuilder<string, string> = schema.createTable(name);
  for (const text of ['service', 'owner', 'day', 'model', 'state']) {
    table = table.addColumn(text, 'text', (column) => column.notNull());
  }
  for (const count of ['jobs', 'unknown', 'disputed']) {
    table = table.addColumn(count, 'integer', (column) => column.notNull());
  }
  for (const sum of ['quoted', 'billed', 'assumed', 'reserved'] as const) {
    for (const part of ['dollars', 'pico'] as const) {
      table = table.addColumn(`${sum}_${part}`, 'bigint', (column) => column.notNull());
    }
  }
  await table.addPrimaryKeyConstraint(`${name}_of_day`, ['service', 'owner', 'day', 'model', 'state']).execute();
}

/** The table of version 7. */
export async function createReadings({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('readings')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('pico', 'bigint', (column) => column.notNull())
    .addColumn('budget_day', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('readings_by_day').on('readings').columns(['service', 'budget_day', 'model']).execute();
}

/** The table of version 8, and which batch a job belongs to. */
export async function createBatches({ schema }: Kysely<Tables>): Promise<void> {
  await schema.alterTable('jobs').addColumn('batch', 'text').execute();
  await schema
    .createIndex('jobs_of_batch')
    .on('jobs')
    .columns(['service', 'owner', 'batch'])
    .where(sql.ref('batch'), 'is not', null)
    .execute();
  await schema
    .createTable('batches')
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('carried_by', 'text', (column) => column.notNull())
    .addColumn('summary', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('worker', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('batches_by_name', ['service', 'owner', 'name'])
    .execute();
}

/** What version 9 adds. */
export async function createFleet(database: Kysely<Tables>): Promise<void> {
  const { schema } = database;
  for (const name of ['let_go', 'callback_owed'] as const) {
    await schema
      .alterTable('jobs')
      .addColumn(name, 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  }
  await sql`update jobs set callback_owed = 1 where webhook_url is not null
    and not exists (select 1 from webhooks where webhooks.job_id = jobs.id)`.execute(database);
  await schema.dropIndex('jobs_with_callback').execute();
  await schema
    .createIndex('jobs_owing_callback')
    .on('jobs')
    .columns(['service', 'concluded_at'])
    .where(sql.ref('callback_owed'), '=', sql.lit(1))
    .execute();
  await schema.createIndex('events_by_time').on('events').columns(['at']).execute();
  await schema
    .createTable('instances')
    .addColumn('worker', 'text', (column) => column.primaryKey())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('url', 'text')
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('archived_jobs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('dedupe', 'text')
    .addColumn('archived_at', 'text', (column) => column.notNull())
    .addColumn('file', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('archived_jobs_by_key')
    .on('archived_jobs')
    .columns(['service', 'owner', 'dedupe'])
    .where('dedupe', 'is not', null)
    .execute();
  await createLines(database, 'archived_lines');
}

/** What version 10 adds. PostgreSQL indexes no text as long as a path may be: its beginning leads near enough. */
export async function addFindings({ schema }: Kysely<Tables>): Promise<void> {
  await schema.alterTable('jobs').addColumn('findings', 'text').execute();
  await schema
    .createIndex('attempts_by_target')
    .on('attempts')
    .expression(beginOfTarget)
    .where(sql.ref('state'), '=', sql.lit('done'))
    .execute();
}

/** Version 11: how often a line has changed, so that whoever has read thousands of them need not read them again. */
export async function countChanges({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .alterTable('spend_lines')
    .addColumn('changes', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}

/**
 * Version 12: of an archived job what it cost, and what a list says of it. A batch goes on after its jobs were archived, and its budget
 * counts them. Where an earlier version archived a job, all of it is null.
 */
export async function keepOfArchived({ schema }: Kysely<Tables>): Promise<void> {
  for (const name of ['batch', 'fingerprint', 'state', 'model', 'delivered'] as const) {
    await schema.alterTable('archived_jobs').addColumn(name, 'text').execute();
  }
  for (const part of ['dollars', 'pico'] as const) {
    await schema.alterTable('archived_jobs').addColumn(part, 'bigint').execute();
  }
  await schema
    .createIndex('archived_jobs_of_batch')
    .on('archived_jobs')
    .columns(['service', 'owner', 'batch'])
    .where(sql.ref('batch'), 'is not', null)
    .execute();
}
