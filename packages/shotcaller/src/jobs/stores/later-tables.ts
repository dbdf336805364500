import { beginCharacters } from './begin-of-target.ts';

/** What later versions of the tables add, each in words that SQLite and PostgreSQL have alike. */
export const votes: readonly string[] = [
  `create table votes (
    id text primary key, service text not null, owner text not null,
    first_model text not null, second_model text not null, better text, task text not null, tag text,
    voted_at text not null, first_job text, second_job text
  )`,
  'create index votes_by_time on votes (service, voted_at, id)',
];

export const sealedQuotes: readonly string[] = [
  `create table sealed_quotes (
    id text primary key, service text not null, owner text not null,
    sealed_at text not null, expires_at text not null, content text not null
  )`,
  'create index sealed_quotes_by_owner on sealed_quotes (service, owner, sealed_at, id)',
];

export const spendLines: readonly string[] = [linesTable('spend_lines')];

function linesTable(name: 'spend_lines' | 'archived_lines'): string {
  return `create table ${name} (
    service text not null, owner text not null, day text not null, model text not null, state text not null,
    jobs integer not null, unknown integer not null, disputed integer not null,
    quoted_dollars bigint not null, quoted_pico bigint not null, billed_dollars bigint not null, billed_pico bigint not null,
    assumed_dollars bigint not null, assumed_pico bigint not null,
    reserved_dollars bigint not null, reserved_pico bigint not null,
    constraint ${name}_of_day primary key (service, owner, day, model, state)
  )`;
}

export const readings: readonly string[] = [
  `create table readings (
    id text primary key, service text not null, owner text not null, model text not null, state text not null,
    pico bigint not null, budget_day text not null, at text not null
  )`,
  'create index readings_by_day on readings (service, budget_day, model)',
];

/** And which batch a job belongs to. */
export const batches: readonly string[] = [
  'alter table jobs add column batch text',
  'create index jobs_of_batch on jobs (service, owner, batch) where batch is not null',
  `create table batches (
    service text not null, owner text not null, name text not null, state text not null, carried_by text not null,
    summary text not null, content text not null, worker text, lease_until text,
    created_at text not null, updated_at text not null,
    constraint batches_by_name primary key (service, owner, name)
  )`,
];

export const fleet: readonly string[] = [
  'alter table jobs add column let_go integer default 0 not null',
  'alter table jobs add column callback_owed integer default 0 not null',
  `update jobs set callback_owed = 1 where webhook_url is not null
    and not exists (select 1 from webhooks where webhooks.job_id = jobs.id)`,
  'drop index jobs_with_callback',
  'create index jobs_owing_callback on jobs (service, concluded_at) where callback_owed = 1',
  'create index events_by_time on events (at)',
  `create table instances (
    worker text primary key, service text not null, host text not null, kind text not null, version text not null,
    url text, started_at text not null, seen_at text not null
  )`,
  `create table archived_jobs (
    id text primary key, service text not null, owner text not null, dedupe text,
    archived_at text not null, file text not null
  )`,
  'create index archived_jobs_by_key on archived_jobs (service, owner, dedupe) where dedupe is not null',
  linesTable('archived_lines'),
];

export const findings: readonly string[] = [
  'alter table jobs add column findings text',
  `create index attempts_by_target on attempts (substr(target, 1, ${beginCharacters})) where state = 'done'`,
];

/** How often a line has changed, so that whoever has read thousands of them need not read them again. */
export const countedChanges: readonly string[] = [
  'alter table spend_lines add column changes integer default 0 not null',
];

/**
 * Of an archived job what it cost, and what a list says of it. A batch goes on after its jobs were archived, and its budget counts them.
 * Where an earlier version archived a job, all of it is null.
 */
export const keptOfArchived: readonly string[] = [
  ...['batch', 'fingerprint', 'state', 'model', 'delivered'].map(
    (name) => `alter table archived_jobs add column ${name} text`,
  ),
  ...['dollars', 'pico'].map((name) => `alter table archived_jobs add column ${name} bigint`),
  'create index archived_jobs_of_batch on archived_jobs (service, owner, batch) where batch is not null',
];
