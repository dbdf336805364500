import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { cuttableProxy } from '../../../../tests/fleet/cuttable-proxy.ts';
import { noPostgres } from '../../../../tests/needs.ts';
import type { ProgressEvent } from '../../src/jobs/steps/step-context.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { at } from './sample-job.ts';
import { clip, simulate } from './simulated.ts';

let postgres: PostgresServer | undefined;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

/** What was told while a job was under way. */
function listener() {
  const events: ProgressEvent[] = [];
  const notRecorded = () => events.flatMap((event) => (event.kind === 'not_recorded' ? [event] : []));
  return { onProgress: (event: ProgressEvent) => void events.push(event), notRecorded };
}

/** Another process that holds the write lock of the ledger until it is told to let go. */
async function lockElsewhere(path: string): Promise<ChildProcess> {
  const program = `const file = new (require('libsql'))(${JSON.stringify(path)});
    file.exec('begin immediate'); process.stdout.write('held'); process.stdin.once('data', () => { file.exec('rollback'); process.exit(); });`;
  const child = spawn(process.execPath, ['-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  });
  onTestFinished(() => void child.kill());
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child;
}

test('a lock that another process holds after the POST: the id is told, and written down when the lock is gone', async () => {
  await using world = await simulate();
  let holder: ChildProcess | undefined;
  const shotcaller = world.open({
    checkpoint: async (name) => {
      if (name === 'submit:answered') holder = await lockElsewhere(join(world.home, 'ledger.sqlite'));
    },
  });
  const heard = listener();
  const result = await shotcaller.run(clip, {
    onProgress(event) {
      heard.onProgress(event);
      if (event.kind === 'not_recorded') holder?.stdin?.write('let go');
    },
  });
  const [bought] = world.simulator.jobs;
  expect(heard.notRecorded()).toMatchObject([
    {
      remoteId: bought!.id,
      message: expect.stringContaining(
        `shotcaller resume ${'id' in result ? result.id : ''} --remote-id ${bought!.id}`,
      ),
    },
  ]);
  expect(result).toMatchObject({ status: 'done', remoteId: bought!.id });
  expect(world.simulator.jobs).toHaveLength(1);
});

test('a full ledger after the POST: the id is in the error with the way back, and nothing is bought again', async () => {
  await using world = await simulate();
  await (await openLedger({ home: world.home, now: at })).close();
  const heard = listener();
  const shotcaller = world.open({
    checkpoint: async (name) => {
      if (name === 'ledger:submitted:inside') throw new Error('database or disk is full');
    },
  });
  const failure = await shotcaller.run(clip, { onProgress: heard.onProgress }).catch((error: unknown) => error);
  const [bought] = world.simulator.jobs;
  expect(failure).toMatchObject({
    name: 'JobFailure',
    code: 'not_recorded',
    remoteId: bought!.id,
    message: expect.stringMatching(/was bought.*disk is full.*--remote-id/s),
  });
  expect(heard.notRecorded()).toHaveLength(1);
  await shotcaller.close();

  const again = world.open();
  await again.resume();
  expect(world.simulator.jobs).toHaveLength(1);
  expect((await again.jobs())[0]?.status).not.toBe('done');
});

test('a table that nobody can write to any more, for a while: the id is written down as soon as it can be', async () => {
  await using world = await simulate();
  const path = join(world.home, 'ledger.sqlite');
  const elsewhere = (statement: string) => {
    const file = new Database(path);
    file.exec('pragma busy_timeout = 10000');
    file.exec(statement);
    file.close();
  };
  const shotcaller = world.open({
    checkpoint: (name) => {
      if (name !== 'submit:answered') return;
      elsewhere("create trigger broken before update on attempts begin select raise(abort, 'disk I/O error'); end");
    },
  });
  const heard = listener();
  const result = await shotcaller.run(clip, {
    onProgress(event) {
      heard.onProgress(event);
      if (event.kind === 'not_recorded') elsewhere('drop trigger broken');
    },
  });
  expect(heard.notRecorded()).toHaveLength(1);
  expect(result).toMatchObject({ status: 'done', remoteId: world.simulator.jobs[0]!.id });
});

test('nothing is read between the intent and the answer: a ledger that cannot be read then loses no id', async () => {
  await using world = await simulate();
  const path = join(world.home, 'ledger.sqlite');
  const rename = (from: string, to: string) => {
    const file = new Database(path);
    file.exec('pragma busy_timeout = 10000');
    file.exec(`alter table ${from} rename to ${to}`);
    file.close();
  };
  const shotcaller = world.open({
    checkpoint: (name) => {
      if (name === 'submit:before_post') rename('money', 'hidden');
      if (name === 'submit:recorded') rename('hidden', 'money');
    },
  });
  expect(await shotcaller.run(clip)).toMatchObject({ status: 'done', remoteId: world.simulator.jobs[0]!.id });
});

test('every connection to PostgreSQL cut after the POST: the id is written down over a new one', async (context) => {
  if (!postgres) return context.skip(noPostgres);
  await using world = await simulate();
  const databaseUrl = await postgres.createDatabase();
  const shotcaller = world.open({
    databaseUrl,
    checkpoint: async (name) => {
      if (name !== 'submit:answered') return;
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      await client.end();
    },
  });
  expect(await shotcaller.run(clip)).toMatchObject({ status: 'done', remoteId: world.simulator.jobs[0]!.id });
  expect(world.simulator.jobs).toHaveLength(1);
});

test('a connection to PostgreSQL that breaks between the commit of the intent and its answer: the clip is bought once, and its outcome is known', async (context) => {
  if (!postgres) return context.skip(noPostgres);
  await using world = await simulate();
  const databaseUrl = await postgres.createDatabase();
  const { hostname: host, port } = new URL(databaseUrl);
  const proxy = await cuttableProxy({ host, port: Number(port) });
  onTestFinished(() => proxy.close());
  const direct = new pg.Client({ connectionString: databaseUrl });
  await direct.connect();
  onTestFinished(() => direct.end());
  const breakAfterCommit = async () => {
    for (;;) {
      const { rows } = await direct.query("select 1 from attempts where state = 'submitting'");
      if (rows.length > 0) break;
    }
    proxy.cut();
    proxy.restore();
  };
  let broken: Promise<void> | undefined;
  const shotcaller = world.open({
    databaseUrl: Object.assign(new URL(databaseUrl), { port: String(proxy.port) }).href,
    checkpoint: async (name) => {
      if (name !== 'ledger:reserve:inside' || broken) return;
      proxy.deafen();
      broken = breakAfterCommit();
    },
  });
  const result = await shotcaller.run(clip);
  await broken;
  expect(world.simulator.jobs).toHaveLength(1);
  const { id: remoteId } = world.simulator.jobs[0]!;
  expect(result).toMatchObject({ status: 'done', remoteId, billedUsd: world.simulator.bills[0]!.usd });
});

test('a listener that throws keeps nothing from being bought, written down or fetched', async () => {
  await using world = await simulate();
  const onProgress = () => {
    throw new Error('EPIPE');
  };
  expect(await world.open().run(clip, { onProgress })).toMatchObject({ status: 'done' });
  expect(world.simulator.jobs).toHaveLength(1);
});
