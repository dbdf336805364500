import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { noPostgres } from '../../../../tests/needs.ts';
import { LedgerNotMoved, moveLedger } from '../../src/jobs/stores/move-ledger.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { at } from './sample-job.ts';
import { clip, simulate } from './simulated.ts';

let postgres: PostgresServer | undefined;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

beforeEach((context) => {
  if (!postgres) context.skip(noPostgres);
});

/** The ledger of a machine that has made clips: one delivered, one refused by a cap, one left under way, with a picture and a key. */
async function usedHome() {
  const world = await simulate();
  onTestFinished(() => world[Symbol.asyncDispose]());
  const first = world.open();
  await first.run({ ...clip, firstFrame: `data:image/png;base64,${'A'.repeat(4000)}` }).catch(() => undefined);
  expect((await first.run(clip)).status).toBe('done');
  const left = await first.submit({ ...clip, prompt: 'naïve “quotes” \u{1F3AC}' });
  await first.close();
  const capped = world.open({ caps: { perJobUsd: '0.000001' } });
  await capped.run({ ...clip, prompt: 'too dear' }).catch(() => undefined);
  await capped.close();
  return { world, file: join(world.home, 'ledger.sqlite'), left };
}

test('a ledger is moved with every row and every trillionth of a dollar, and goes on there', async () => {
  const { world, file, left } = await usedHome();
  const before = await openLedger({ home: world.home, now: at });
  const service = 'https://openrouter.ai';
  const linesBefore = await before.ledgerLines({ service });
  const jobsBefore = await before.jobs({ service });
  await before.close();
  expect(jobsBefore.jobs.length).toBeGreaterThan(2);

  const databaseUrl = await postgres!.createDatabase();
  const { tables, keptAs } = await moveLedger({ file, databaseUrl, now: at });
  expect(tables.find(({ table }) => table === 'jobs')?.rows).toBe(jobsBefore.jobs.length);
  expect([existsSync(file), existsSync(keptAs)]).toEqual([false, true]);

  const moved = await openLedger({ home: world.home, databaseUrl, now: at });
  onTestFinished(() => moved.close());
  expect(await moved.checkIntegrity()).toEqual([]);
  expect(await moved.ledgerLines({ service })).toEqual(linesBefore);
  expect(await moved.jobs({ service })).toEqual(jobsBefore);
  const shotcaller = world.open({ ledger: moved });
  expect((await shotcaller.resume([left.id ?? ''])).map(({ status }) => status)).toEqual(['done']);
  // The file that is kept is whole, should somebody want to look.
  const kept = await openLedger({ home: world.home, file: keptAs.slice(world.home.length + 1), now: at });
  onTestFinished(() => kept.close());
  expect(await kept.checkIntegrity()).toEqual([]);
  expect((await kept.jobs({ service })).jobs).toHaveLength(jobsBefore.jobs.length);
});

test('a database that holds a ledger already is left as it is, and so is the file', async () => {
  const { world, file } = await usedHome();
  const databaseUrl = await postgres!.createDatabase();
  const there = await openLedger({ home: world.home, databaseUrl, now: at });
  await there.secret('a', () => 'b');
  await there.close();
  const refused = moveLedger({ file, databaseUrl, now: at });
  await expect(refused).rejects.toThrow(LedgerNotMoved);
  await expect(refused).rejects.toThrow(/secrets already.*nothing was moved/);
  expect(existsSync(file)).toBe(true);
});

test('a move that ended before the file got its other name is finished by the next one', async () => {
  const { world, file } = await usedHome();
  const databaseUrl = await postgres!.createDatabase();
  const first = await moveLedger({ file, databaseUrl, now: at });
  await backToItsName(first.keptAs, file);
  const second = await moveLedger({ file, databaseUrl, now: at });
  expect(second.tables).toEqual(first.tables);
  expect([existsSync(file), existsSync(second.keptAs)]).toEqual([false, true]);
  const moved = await openLedger({ home: world.home, databaseUrl, now: at });
  onTestFinished(() => moved.close());
  expect(await moved.checkIntegrity()).toEqual([]);
});

test.each(['file', 'database'])(
  'a move that was interrupted is not finished when the %s has gone on since',
  async (goneOn) => {
    const { world, file } = await usedHome();
    const databaseUrl = await postgres!.createDatabase();
    const { keptAs } = await moveLedger({ file, databaseUrl, now: at });
    await backToItsName(keptAs, file);
    const where = goneOn === 'file' ? {} : { databaseUrl };
    const ledger = await openLedger({ home: world.home, now: at, ...where });
    await ledger.secret('since', () => 'then');
    await ledger.close();
    await expect(moveLedger({ file, databaseUrl, now: at })).rejects.toThrow(/already.*nothing was moved/);
    expect(existsSync(file)).toBe(true);
  },
);

/** As it stands when the process ends between the commit and the new name. */
async function backToItsName(keptAs: string, file: string): Promise<void> {
  for (const part of ['', '-wal', '-shm']) {
    if (existsSync(`${keptAs}${part}`)) await rename(`${keptAs}${part}`, `${file}${part}`);
  }
}

test('of two moves at once one moves the ledger, and the other leaves its database empty and says so', async () => {
  const { file } = await usedHome();
  const databaseUrl = await postgres!.createDatabase();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  // The second has opened the file, and waits for the first to be done.
  await client.query('select pg_advisory_lock(5207744)');
  const second = moveLedger({ file, databaseUrl, now: at });
  second.catch(() => undefined);
  const isWaiting = `select 1 from pg_locks where locktype = 'advisory' and not granted`;
  while ((await client.query(isWaiting)).rowCount === 0) await new Promise(setImmediate);
  await moveLedger({ file, databaseUrl: await postgres!.createDatabase(), now: at });
  await client.query('select pg_advisory_unlock(5207744)');
  await expect(second).rejects.toMatchObject({ name: 'LedgerNotMoved', why: 'moved_meanwhile' });
  await expect(second).rejects.toThrow(/Another process has moved .*nothing was lost/);
  expect((await client.query('select 1 from jobs')).rowCount).toBe(0);
  expect(existsSync(file)).toBe(false);
});

test('after a move a process that lacks the address of the database is refused, and buys nothing', async () => {
  const { world, file } = await usedHome();
  const databaseUrl = await postgres!.createDatabase();
  const { keptAs } = await moveLedger({ file, databaseUrl, now: at });
  const bought = world.simulator.jobs.length;
  await expect(world.open().run({ ...clip, prompt: 'once more' })).rejects.toMatchObject({
    name: 'LedgerMoved',
    code: 'ledger_moved',
    message: expect.stringMatching(/was moved to PostgreSQL.*Nothing was bought.*DATABASE_URL/),
  });
  expect([world.simulator.jobs.length, existsSync(file)]).toEqual([bought, false]);
  await expect(moveLedger({ file, databaseUrl, now: at })).rejects.toThrow(/was moved before.*Nothing was lost/);
  // Somebody who wants an empty ledger says so.
  await rename(keptAs, join(world.home, 'old.sqlite'));
  await (await openLedger({ home: world.home, now: at })).close();
  expect(existsSync(file)).toBe(true);
});

test('without a ledger there is nothing to move, and none is made', async () => {
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-move-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const file = join(home, 'ledger.sqlite');
  const databaseUrl = await postgres!.createDatabase();
  await expect(moveLedger({ file, databaseUrl, now: at })).rejects.toThrow(/There is no ledger at/);
  expect(existsSync(file)).toBe(false);
});
