import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CompiledQuery, Kysely, SqliteDialect, sql } from 'kysely';
import Database from 'libsql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unfinishedStates } from '../../src/jobs/job.ts';
import type { Ledger } from '../../src/jobs/ledger.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import type { Tables } from '../../src/jobs/stores/schema.ts';
import { createSqlLedger } from '../../src/jobs/stores/sql-ledger.ts';
import { at, sampleAttempt, sampleJob } from './sample-job.ts';

let home: string;
let database: Kysely<Tables>;
let ledger: Ledger;
let queries: CompiledQuery[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'shotcaller-plans-'));
  const written = await openLedger({ home, now: at });
  await written.openJob({ job: sampleJob(), attempt: sampleAttempt(), dedupe: null, body: '{}' });
  await written.close();
  const file = new Database(join(home, 'ledger.sqlite'));
  database = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: file as never }),
    log: ({ query }) => void queries.push(query),
  });
  const transact = () => Promise.reject(new Error('Only queries are asked here.'));
  ledger = createSqlLedger('sqlite', database, { transact, driver: { listen: transact, databaseTimeMs: transact } });
});

afterAll(async () => {
  await database.destroy();
  await rm(home, { recursive: true, force: true });
});

/** How SQLite would carry out each statement of some work. */
async function plansOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  queries = [];
  await work();
  const plans: string[] = [];
  for (const { sql: text, parameters } of [...queries]) {
    const values = [...parameters];
    const parts = text
      .split('?')
      .flatMap((part, index) => (index === 0 ? [sql.raw(part)] : [sql`${values[index - 1]}`, sql.raw(part)]));
    const { rows } = await sql<{ detail: string }>`explain query plan ${sql.join(parts, sql``)}`.execute(database);
    plans.push(...rows.map(({ detail }) => detail));
  }
  return plans;
}

const service = 'https://openrouter.ai';
const dedupe = { by: 'body', hash: 'h', sinceMs: 0, arrivedAtMs: 0, isReceivedHere: () => true } as const;

const lists: readonly [string, () => Promise<unknown>][] = [
  ['jobs', () => ledger.jobs({ service })],
  ['the next page of jobs', () => ledger.jobs({ service, after: 'job-1' })],
  ['jobs of an owner', () => ledger.jobs({ service, owner: 'alice~1' })],
  ['the next page of jobs of an owner', () => ledger.jobs({ service, owner: 'alice~1', after: 'job-1' })],
  ['jobs before a time that have a word', () => ledger.jobs({ service, before: '2026-11-30', words: ['mug'] })],
  [
    'the next page of jobs of an owner that have a word',
    () => ledger.jobs({ service, owner: 'alice~1', words: ['mug'], after: 'job-1' }),
  ],
  ['jobs since a day', () => ledger.jobs({ service, since: '2026-11-01' })],
  ['ended attempts', () => ledger.endedAttempts({ service, limit: 10 })],
  ['jobs of a model', () => ledger.jobs({ service, model: 'm' })],
  ['ended jobs', () => ledger.jobs({ service, states: ['done', 'failed'] })],
];

const lookups: readonly [string, () => Promise<unknown>][] = [
  ['open jobs', () => ledger.jobs({ service, states: [...unfinishedStates] })],
  ['ids of open jobs', () => ledger.openJobIds({ service })],
  ['the next page of ids of open jobs', () => ledger.openJobIds({ service, after: 'job-1' })],
  ['a job with its attempts', () => ledger.jobWithAttempts('job-1')],
  ['an attempt by its token', () => ledger.attemptByToken('t')],
  ['an attempt by its remote id', () => ledger.attemptByRemoteId(service, 'r')],
  ['events', () => ledger.events({ jobId: 'job-1' })],
  ['who put files last', () => ledger.lastPutAt(['/clips/a.mp4', '/clips/b.mp4'])],
  ['a request', () => ledger.requestBody('job-1')],
  ['a repeat by key', () => ledger.findRepeat(service, '', { by: 'key', key: 'k' })],
  ['a repeat by body', () => ledger.findRepeat(service, '', dedupe)],
  ['entries of a job', () => ledger.money({ jobId: 'job-1' })],
  ['entries of a service', () => ledger.money({ service, since: '2026-11-01' })],
  ['what a job has cost', () => ledger.bookedPico({ service, jobId: 'job-1' })],
  ['a total', () => ledger.bookedPico({ service, owner: 'alice~1', period: '2026-11' })],
  ['a reservation', () => ledger.reservedPico('job-1')],
  ['a client key', () => ledger.clientKey('hash')],
  ['webhooks that are due', () => ledger.webhooks({ service, state: 'waiting', limit: 10 })],
  ['webhooks that are not written down', () => ledger.jobIdsOwedWebhook(service)],
  ['jobs that moved since a time', () => ledger.movedJobIds({ service, since: '2026-11-28', limit: 10 })],
  ['jobs that nobody carries', () => ledger.abandonedJobIds({ service, at, endedBefore: at, limit: 10 })],
  ['what each worker holds', () => ledger.heldJobs({ service, at })],
];

test.each([...lists, ...lookups])('%s: no table is read from its first row to its last', async (_name, work) => {
  const plans = await plansOf(work);
  expect(plans.length).toBeGreaterThan(0);
  expect(
    plans.filter((plan) =>
      /^SCAN (jobs|attempts|money|events|requests|pictures|totals|client_keys|webhooks)\b/.test(plan),
    ),
  ).toEqual([]);
});

test.each(lists)('%s: a page ends where it is full, nothing is sorted for it', async (_name, work) => {
  expect((await plansOf(work)).filter((plan) => plan.includes('TEMP B-TREE'))).toEqual([]);
});

test.each([
  ['an owner', () => ledger.jobs({ service, owner: 'alice~1' }), 'service=? AND owner=?'],
  ['a service', () => ledger.jobs({ service }), 'service=?'],
  ['open jobs', () => ledger.jobs({ service, states: ['unknown'] }), 'service=? AND state=?'],
])('the list of %s reads its rows and no others', async (_name, work, search) => {
  expect((await plansOf(work)).join('\n')).toContain(search);
});
