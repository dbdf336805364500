import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { isWorkerGone, workerName } from '../../src/jobs/worker-name.ts';
import { at } from './sample-job.ts';
import { clip, simulate } from './simulated.ts';

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'shotcaller-open-'));
});

afterAll(() => rm(home, { recursive: true, force: true }));

test('a file that is no ledger is refused with its path and the next step, and stays as it is', async () => {
  await writeFile(join(home, 'ledger.sqlite'), 'not a database, but somebody may want it'.repeat(200));
  await expect(openLedger({ home, now: at })).rejects.toMatchObject({
    name: 'LedgerUnreadable',
    code: 'ledger_unreadable',
    path: join(home, 'ledger.sqlite'),
    message: expect.stringMatching(/cannot be opened: .*Nothing was bought/),
  });
});

test('a ledger that is found damaged while it is opened is named once', async () => {
  const folder = join(home, 'damaged');
  await (await openLedger({ home: folder, now: at })).close();
  const path = join(folder, 'ledger.sqlite');
  await damage(path, 'migrations');
  const failure = await openLedger({ home: folder, now: at }).catch((error: Error) => error);
  expect(failure).toMatchObject({ code: 'ledger_unreadable', path });
  expect((failure as Error).message.split(path)).toHaveLength(2);
});

test('a ledger that turns out to be damaged is named with the next step, and nothing is bought', async () => {
  await using world = await simulate();
  await (await openLedger({ home: world.home, now: at })).close();
  const path = join(world.home, 'ledger.sqlite');
  // Lists go by their index.
  await damage(path, 'jobs_by_time');
  await expect(world.open().jobs()).rejects.toMatchObject({
    code: 'ledger_broken',
    path,
    message: expect.stringMatching(/cannot be read or written: .*record of what was spent/),
  });
  await expect(world.open().run(clip)).rejects.toThrow(path);
  expect(world.requests).toEqual([]);
});

test('with an unreadable ledger nothing is bought', async () => {
  await using world = await simulate();
  await mkdir(join(world.home, 'ledger.sqlite'));
  await expect(world.open().run(clip)).rejects.toMatchObject({ code: 'ledger_unreadable' });
  expect(world.requests).toEqual([]);
});

test('a ledger that could not be opened at its first use is opened at the next one', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  await mkdir(join(world.home, 'ledger.sqlite'));
  await expect(shotcaller.run(clip)).rejects.toMatchObject({ code: 'ledger_unreadable' });
  await rm(join(world.home, 'ledger.sqlite'), { recursive: true });
  expect(await shotcaller.run(clip)).toMatchObject({ status: 'done' });
  expect(world.simulator.jobs).toHaveLength(1);
});

test('a ledger whose clock could not be asked at its first use is asked at the next one', async () => {
  await using world = await simulate();
  const ledger = await openLedger({ home: world.home, now: at });
  onTestFinished(() => ledger.close());
  let isAway = true;
  const databaseTimeMs = async () => {
    if (isAway) throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
    return Date.now();
  };
  const shotcaller = world.open({ ledger: { ...ledger, databaseTimeMs }, clock: undefined });
  await expect(shotcaller.jobs()).rejects.toThrow('Connection terminated');
  isAway = false;
  expect(await shotcaller.jobs()).toEqual([]);
});

test('a ledger of a newer Shotcaller is refused', async () => {
  const folder = join(home, 'newer');
  await (await openLedger({ home: folder, now: at })).close();
  const file = new Database(join(folder, 'ledger.sqlite'));
  file.exec("insert into migrations values (999, 'from the future', '2030')");
  file.close();
  await expect(openLedger({ home: folder, now: at })).rejects.toThrow(/newer Shotcaller.*Update/);
});

test('what an older version left is taken over once: a later start waits for the disk for nothing', async () => {
  const folder = join(home, 'taken-over');
  await mkdir(folder);
  const old = [{ name: 'anna', sha256: 'ab'.repeat(32), createdAt: at, admin: false }];
  await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: old }));
  let syncs = 0;
  const onSync = () => {
    syncs += 1;
  };
  const open = () => openLedger({ home: folder, now: at, onSync });
  const first = await open();
  expect((await first.clientKeys()).map(({ name }) => name)).toEqual(['anna']);
  await first.close();
  expect(syncs).toBeGreaterThan(0);
  syncs = 0;
  const second = await open();
  expect(await second.clientKeys()).toHaveLength(1);
  expect(syncs).toBe(0);
  await second.close();
});

test('a ledger that cannot take the intent stops the order before the submit', async () => {
  await using world = await simulate();
  const shotcaller = world.open({
    checkpoint: (name) => {
      if (name === 'ledger:reserve:inside') throw new Error('database or disk is full');
    },
  });
  await expect(shotcaller.run(clip)).rejects.toThrow('disk is full');
  expect(world.requests).toEqual([]);
  expect(world.simulator.jobs).toEqual([]);
});

test('a ledger that cannot take the answer tells the id of the job that was bought', async () => {
  await using world = await simulate();
  const shotcaller = world.open({
    checkpoint: (name) => {
      if (name === 'ledger:submitted:inside') throw new Error('database or disk is full');
    },
  });
  const failed = await shotcaller.run(clip).catch((error: unknown) => error);
  expect(failed).toMatchObject({ name: 'JobFailure', code: 'not_recorded', remoteId: world.simulator.jobs[0]!.id });
});

test('this process is alive, another machine cannot be told, and a dead process is gone', () => {
  const me = workerName('nonce');
  expect(isWorkerGone(me)).toBe(false);
  expect(isWorkerGone(me.replace(/^\S+/, 'elsewhere'))).toBe(false);
  // Process ids end at 2²².
  expect(isWorkerGone(me.replace(` ${process.pid} `, ' 4194999 '))).toBe(true);
  expect(isWorkerGone('anything')).toBe(false);
});

/** Overwrites the first page of a table or an index. */
async function damage(path: string, name: string): Promise<void> {
  const file = new Database(path);
  file.exec('pragma wal_checkpoint(truncate)');
  const { rootpage } = file.prepare('select rootpage from sqlite_master where name = ?').get(name) as {
    rootpage: number;
  };
  file.close();
  const bytes = await readFile(path);
  await writeFile(path, bytes.fill(0xa5, (rootpage - 1) * 4096, rootpage * 4096));
}
