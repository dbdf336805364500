import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { transactionPooler } from '../../../../tests/fleet/transaction-pooler.ts';
import { noPostgres } from '../../../../tests/needs.ts';
import type { Ledger } from '../../src/jobs/ledger.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { simulatedGateway, veo } from '../gateway/simulated-gateway.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { at, sampleAttempt, sampleJob } from './sample-job.ts';

let postgres: PostgresServer | undefined;
let home: string;
let url: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'shotcaller-settings-'));
  postgres = await startPostgres();
});

afterAll(async () => {
  await postgres?.stop();
  await rm(home, { recursive: true, force: true });
});

beforeEach(async (context) => {
  if (!postgres) context.skip(noPostgres);
  url = await postgres!.createDatabase();
});

async function open(databaseUrl = url): Promise<Ledger> {
  const ledger = await openLedger({ home, now: at, databaseUrl });
  onTestFinished(() => ledger.close());
  return ledger;
}

async function ask(...statements: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let rows: readonly Record<string, unknown>[] = [];
  for (const statement of statements) rows = (await client.query(statement)).rows;
  await client.end();
  return rows;
}

const name = () => new URL(url).pathname.slice(1);
const setForAll = (setting: string) => ask(`alter database ${name()} set ${setting}`);
const addressWith = (change: Partial<Pick<URL, 'username' | 'password' | 'pathname' | 'port' | 'search'>>) =>
  Object.assign(new URL(url), change).href;

const opening = (id: string, key: string) => ({
  job: sampleJob({ id }),
  attempt: sampleAttempt({ id, jobId: id }),
  dedupe: { by: 'key', key } as const,
  body: '{}',
});

test.each(['serializable', 'repeatable read'])(
  'a database whose transactions are %s by default loses no order that meets another one',
  async (isolation) => {
    await setForAll(`default_transaction_isolation = '${isolation}'`);
    const ledgers = [await open(), await open()];
    const opened = await Promise.all(
      Array.from({ length: 40 }, (_, number) =>
        ledgers[number % 2]!.openJob(opening(`job-${number}`, `key-${number % 10}`)),
      ),
    );
    expect(opened.filter(({ kind }) => kind === 'opened')).toHaveLength(10);
    expect((await ask('select count(*)::int as jobs from jobs'))[0]).toEqual({ jobs: 10 });
  },
);

test.each([
  ['off', 'on'],
  ['local', 'local'],
])(
  'the intent to buy waits for the disk also where commits are synchronous_commit = %s by default',
  async (given, kept) => {
    await setForAll(`synchronous_commit = ${given}`);
    const ledger = await open();
    await ask(
      'create table seen (setting text)',
      `create function look() returns trigger language plpgsql as $$
       begin insert into seen values (current_setting('synchronous_commit')); return null; end $$`,
      'create trigger look after update on attempts for each row execute function look()',
    );
    await ledger.openJob(opening('a', 'a'));
    const answer = await ledger.reserve(
      { attemptId: 'a', version: 1, change: { state: 'submitting' }, at, by: 'me', money: [] },
      1n,
      {},
    );
    expect(answer.kind).toBe('reserved');
    expect(await ask('select setting from seen')).toEqual([{ setting: kept }]);
  },
);

test('a user who may make no tables works with a ledger that another one has made', async () => {
  await (await openLedger({ home, now: at, databaseUrl: url })).close();
  const user = `worker_${Date.now()}`;
  await ask(
    `create role ${user} login password 'worker'`,
    'revoke create on schema public from public',
    `grant select, insert, update, delete on all tables in schema public to ${user}`,
  );
  const ledger = await open(addressWith({ username: user, password: 'worker' }));
  expect((await ledger.openJob(opening('a', 'a'))).kind).toBe('opened');
});

/** What is said of a database that cannot hold the ledger. */
async function refusal(databaseUrl: string): Promise<string> {
  const refused = openLedger({ home, now: at, databaseUrl });
  await expect(refused).rejects.toMatchObject({ code: 'ledger_unreachable' });
  return refused.then(
    () => '',
    (error: Error) => error.message,
  );
}

test('a database whose encoding does not hold every prompt takes no new ledger', async () => {
  const latin = `${name()}_latin`;
  await ask(`create database ${latin} encoding 'LATIN1' template template0 lc_collate 'C' lc_ctype 'C'`);
  expect(await refusal(addressWith({ pathname: `/${latin}` }))).toMatch(/LATIN1.*Nothing was bought.*--encoding=UTF8/);
});

test('a schema that is not there, and tables of another program, are told with the next step', async () => {
  expect(await refusal(addressWith({ search: '?options=-c%20search_path%3Dnowhere' }))).toMatch(
    /Nothing was bought\. Make the schema with CREATE SCHEMA/,
  );
  await ask('create table migrations (id serial, name text)');
  expect(await refusal(url)).toMatch(/Nothing was bought\. Another program has tables of the same names there/);
  await ask('drop table migrations', 'create table jobs (id serial)');
  expect(await refusal(url)).toMatch(/Nothing was bought\. Another program has tables of the same names there/);
});

test('a database that only reads for a while, as with a full disk, takes no orders and is not ready; over, the same connections are not used any more', async () => {
  await using gateway = await simulatedGateway({ databaseUrl: url });
  const order = () => gateway.post('/api/v1/videos', veo, { 'idempotency-key': 'boat' });
  const ready = async () => {
    gateway.later(2000);
    return (await gateway.call('/v1/ready')).status;
  };
  expect(await ready()).toBe(200);
  await setForAll('default_transaction_read_only = on');
  await ask(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await expect.poll(ready).toBe(503);
  const refused = await order();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
  expect((await refused.json()).error.message).toMatch(/cannot be used now.*one order/);
  await ask('begin read write', `alter database ${name()} reset default_transaction_read_only`, 'commit');
  await expect.poll(async () => (await order()).status).toBe(202);
  await expect.poll(ready).toBe(200);
  expect(gateway.simulator.jobs).toHaveLength(1);
});

test('behind a pooler that lends a connection for one transaction, equal orders of two processes are one', async () => {
  const pooler = await transactionPooler(url);
  onTestFinished(() => pooler.close());
  const address = addressWith({ port: String(pooler.port) });
  const ledgers = [await open(address), await open(address)];
  const opened = await Promise.all(
    Array.from({ length: 40 }, (_, number) =>
      ledgers[number % 2]!.openJob(opening(`job-${number}`, `key-${number % 10}`)),
    ),
  );
  expect(opened.filter(({ kind }) => kind === 'opened')).toHaveLength(10);
  const bodies = await Promise.all(
    opened.flatMap((one) => (one.kind === 'opened' ? ledgers[0]!.requestBody(one.job.id) : [])),
  );
  expect(bodies).toEqual(Array(10).fill('{}'));
});
