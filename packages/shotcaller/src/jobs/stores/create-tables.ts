/** What makes the tables of version 2. `deliveries` may be there already: version 1 has the same. */
export const tablesOfVersion2: readonly string[] = [
  `create table jobs (
    id text primary key, service text not null, owner text not null, dedupe text, generation integer not null,
    client_key text, fingerprint text not null, brief text not null, options text not null,
    created_at text not null, concluded_at text,
    body_hash text, received_at text, requested text, webhook_url text, choice text, answer text, answered_at text,
    repeats integer not null, handed_over integer not null,
    constraint jobs_one_per_generation unique (service, owner, dedupe, generation)
  )`,
  'create index jobs_by_time on jobs (service, created_at, id)',
  'create index jobs_by_owner on jobs (service, owner, created_at, id)',
  'create index jobs_open on jobs (service, created_at, id) where concluded_at is null',
  'create index jobs_by_body on jobs (service, owner, body_hash, received_at) where body_hash is not null',
  'create index jobs_with_callback on jobs (service, id) where webhook_url is not null',
  `create table attempts (
    id text primary key, job_id text not null references jobs (id), number integer not null,
    state text not null, version integer not null, worker text, lease_until text, next_at text, deadline_at text,
    service text not null, model text not null, correlation_token text not null unique, request_hash text not null,
    price text not null, quoted_pico bigint, clip text not null, expected_time text,
    remote_id text, polling_url text, remote_status text,
    submit_tries integer not null, polls integer not null, poll_errors integer not null, download_tries integer not null,
    created_at text not null, submitted_at text, last_pending_at text, completed_at text, ended_at text,
    content_urls text not null, target text, file text, billed_usd text, bill_known integer, reason text, budget_day text,
    constraint attempts_one_per_number unique (job_id, number)
  )`,
  'create index attempts_by_remote_id on attempts (service, remote_id)',
  'create index attempts_by_state on attempts (service, state, job_id)',
  'create index attempts_by_time on attempts (service, created_at)',
  'create table requests (attempt_id text primary key references attempts (id), body text not null)',
  'create table pictures (sha256 text primary key, url text not null)',
  `create table events (
    attempt_id text not null references attempts (id), version integer not null, job_id text not null,
    at text not null, by_whom text not null, what text not null, state text not null, detail text,
    constraint events_of_attempt primary key (attempt_id, version)
  )`,
  'create index events_by_job on events (job_id, at)',
  `create table money (
    attempt_id text not null references attempts (id), kind text not null, job_id text not null,
    service text not null, owner text not null, pico bigint not null, budget_day text not null, at text not null, note text,
    constraint money_of_attempt primary key (attempt_id, kind)
  )`,
  'create index money_by_job on money (job_id)',
  'create index money_by_time on money (service, at)',
  `create table totals (
    service text not null, owner text not null, period text not null, pico bigint not null,
    constraint totals_of_period primary key (service, owner, period)
  )`,
  'create table if not exists deliveries (idempotency_key text primary key, at text not null)',
  `create table client_keys (
    owner text primary key, name text not null, sha256 text not null unique, created_at text not null, revoked_at text,
    admin integer not null, budget_usd text, daily_usd text, models text,
    submits_per_minute integer, rate_milli integer, rate_at text
  )`,
  'create unique index client_keys_in_use on client_keys (name) where revoked_at is null',
  `create table webhooks (
    id text primary key, job_id text not null, service text not null, url text not null, body text not null,
    state text not null, tries integer not null, next_at text not null, last_error text,
    first_at text not null, last_at text not null
  )`,
  'create index webhooks_by_state on webhooks (service, state, next_at, id)',
  'create index webhooks_by_job on webhooks (job_id)',
  'create table secrets (name text primary key, value text not null)',
];
