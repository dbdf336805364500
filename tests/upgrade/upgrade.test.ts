import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledCatalog } from '@shotcaller/core';
import { createSimulator } from '@shotcaller/simulator';
import Database from 'libsql';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Ledger } from '../../packages/shotcaller/src/jobs/ledger.ts';
import { type LedgerReport, reportOf } from '../../packages/shotcaller/src/jobs/money/ledger-report.ts';
import { openLedger } from '../../packages/shotcaller/src/jobs/stores/open.ts';
import { createShotcaller } from '../../packages/shotcaller/src/shotcaller.ts';
import { hastyClockFrom } from '../../packages/shotcaller/test/jobs/clocks.ts';
import { type PostgresServer, startPostgres } from '../../packages/shotcaller/test/jobs/postgres-server.ts';

/** A home that version 0.1.0 wrote: five jobs bought of the simulator, two of them open, three over the gateway. */
const landed = join(import.meta.dirname, 'landed-0.1.0');
const service = 'https://simulator.invalid';
const alice = 'alice~ef735a71';
const bob = 'bob~57c5c6c3';
const lighthouse = 'gen-vid-1795834068-shotR1pBXMs9Tc1dzxhI';
const tram = 'gen-vid-1795834071-shot1KlAVbH0bgzJQF9r';
const kite = 'gen-vid-1795834071-shotZZG5PEzuUSfGutSx';

/** An hour after the landed version was ended. */
const openedAt = '2026-11-28T03:50:00.000Z';

let postgres: PostgresServer | undefined;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

describe.each(['sqlite', 'postgres'] as const)('a home of version 0.1.0, its ledger in %s', (kind) => {
  beforeEach((context) => {
    if (kind === 'postgres' && !postgres) context.skip();
  });

  /** A copy of the home, and how to open its ledger. */
  async function landedHome() {
    const home = await mkdtemp(join(tmpdir(), 'shotcaller-landed-'));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    await cp(landed, home, { recursive: true });
    const databaseUrl = kind === 'postgres' ? await postgres!.createDatabase() : undefined;
    if (databaseUrl !== undefined) await copyIntoPostgres(join(home, 'simulated.sqlite'), databaseUrl);
    const place = { home, file: 'simulated.sqlite', ...(databaseUrl !== undefined && { databaseUrl }) };
    return {
      home,
      databaseUrl,
      async open(): Promise<Ledger> {
        const ledger = await openLedger({ ...place, now: openedAt });
        onTestFinished(() => ledger.close().catch(() => undefined));
        return ledger;
      },
    };
  }

  const report = async (ledger: Ledger) => reportOf(await ledger.ledgerLines({ service }));

  test('shows the same sums, and its totals are the sums of its entries', async () => {
    const ledger = await (await landedHome()).open();
    const asLanded = JSON.parse(await readFile(join(landed, 'ledger-as-landed.json'), 'utf8')) as LedgerReport;
    const undisputed = <Line extends object>(line: Line) => ({ ...line, disputedBills: 0 });
    expect(await report(ledger)).toEqual({ lines: asLanded.lines.map(undisputed), total: undisputed(asLanded.total) });
    expect(await ledger.checkIntegrity()).toEqual([]);
    // The open ones are reserved, 0.15 and 0.38115; the lighthouse was billed 0.142079, two orders of the command line the rest.
    expect(await ledger.bookedPico({ service, owner: alice })).toBe(292_079_000_000n);
    expect(await ledger.bookedPico({ service, owner: bob, period: '2026-11-28' })).toBe(381_150_000_000n);
    expect(await ledger.bookedPico({ service, period: '2026-11' })).toBe(965_308_000_000n);
  });

  test('keeps what is open open, with its receipts and owners', async () => {
    const ledger = await (await landedHome()).open();
    expect(await ledger.openJobIds({ service })).toEqual([tram, kite]);
    expect((await ledger.jobs({ service })).jobs).toHaveLength(5);
    expect((await ledger.jobs({ service, owner: alice })).jobs.map(({ job }) => job.id)).toEqual([tram, lighthouse]);
    expect(await ledger.jobWithAttempts(tram)).toMatchObject({
      job: {
        service,
        owner: alice,
        key: 'second',
        concludedAt: null,
        brief: { requirements: { prompt: 'a tram in the rain', durationSeconds: 5 }, model: null },
        receipt: {
          requested: 'auto:fastAndCheap',
          callbackUrl: 'https://example.com/hook',
          answer: 'delivered',
          handedOver: false,
          choice: { profile: 'fastAndCheap', rank: 1, of: 19 },
        },
      },
      attempts: [{ id: tram, number: 1, state: 'submitted', service, remoteId: expect.stringMatching(/^gen-vid-/) }],
    });
    expect((await ledger.job(lighthouse))?.receipt).toMatchObject({ handedOver: true, callbackUrl: null });
    expect((await ledger.job('shot-mwzt8ebc-QDEt4QgK7bxdPg'))?.receipt).toBeNull();
    expect((await ledger.events({ jobId: tram })).map(({ what }) => what)).toEqual([
      'planned',
      expect.any(String),
      expect.any(String),
      'submitted',
    ]);
    expect(JSON.parse((await ledger.requestBody(kite))!)).toMatchObject({ prompt: 'a kite', duration: 5 });
    expect(await ledger.attemptByRemoteId(service, (await ledger.attempt(kite))!.remoteId!)).toMatchObject({
      id: kite,
    });
  });

  test('knows its client keys by their texts, their limits and the jobs that they ordered', async () => {
    const ledger = await (await landedHome()).open();
    const keys = JSON.parse(await readFile(join(landed, 'client-keys.json'), 'utf8')) as Record<string, string>;
    const find = (name: string) => ledger.clientKey(createHash('sha256').update(keys[name]!).digest('hex'));
    expect(await find('alice')).toMatchObject({ owner: alice, budgetUsd: '5', dailyUsd: '3', submitsPerMinute: 60 });
    expect(await find('bob')).toMatchObject({ owner: bob, admin: false, models: ['bytedance/seedance-2.0-mini'] });
    expect(await find('root')).toMatchObject({ name: 'root', admin: true });
    expect((await ledger.clientKeys()).map(({ name }) => name)).toEqual(['alice', 'bob', 'root']);
  });

  test('finds an order again by its Idempotency-Key or the key of the command line, and keeps its secrets', async () => {
    const ledger = await (await landedHome()).open();
    const repeat = async (owner: string, key: string) => {
      const found = await ledger.findRepeat(service, owner, { by: 'key', key });
      return found && 'job' in found ? found.job.id : undefined;
    };
    expect(await repeat(alice, 'first')).toBe(lighthouse);
    expect(await repeat(bob, 'first')).toBeUndefined();
    expect(await repeat('', 'boat')).toBe('shot-mwzt8ebc-QDEt4QgK7bxdPg');
    // What the gateway of version 0.1.0 made for itself is no key that a caller could give.
    expect(await repeat('', 'gateway:alice~ef735a71:lpPpVg1Co1E74muJfBHN')).toBeUndefined();
    expect(await ledger.secret('delivery_secret', () => 'new')).toBe('whsec_GEtMq-x0JcdVM6Oj9bitfjndx6xLjmsp');
  });

  test('opened a second time it is as it was, also what was changed since', async () => {
    const { open } = await landedHome();
    const all = async (ledger: Ledger) => ({
      jobs: (await ledger.jobs({ service })).jobs,
      money: await ledger.money({ service }),
      report: await report(ledger),
      keys: await ledger.clientKeys(),
      events: await ledger.events({ jobId: tram }),
    });
    const first = await open();
    const before = await all(first);
    await first.close();
    const second = await open();
    expect(await all(second)).toEqual(before);
    await second.revokeClientKey('bob', openedAt);
    await second.changeReceipt(tram, { handedOver: true });
    await second.close();
    const third = await open();
    expect((await third.clientKeys()).map(({ name }) => name)).toEqual(['alice', 'root']);
    expect((await third.job(tram))?.receipt?.handedOver).toBe(true);
  });

  test('goes on: the two open jobs are finished over the service that has them, at their bills, and nothing is sent again', async () => {
    const { home, databaseUrl } = await landedHome();
    const clock = hastyClockFrom(Date.parse(openedAt));
    const simulator = createSimulator({ stateDirectory: join(home, 'simulator'), clipThread: false, clock });
    onTestFinished(() => simulator.close());
    const sent: string[] = [];
    const shotcaller = createShotcaller({
      apiKey: 'sk-or-test',
      baseUrl: `${service}/api/v1`,
      home,
      ledgerFile: 'simulated.sqlite',
      ...(databaseUrl !== undefined && { databaseUrl }),
      catalog: async () => bundledCatalog,
      clock,
      fetch: (input, init) => {
        sent.push(init?.method ?? 'GET');
        return simulator.fetch(input, init);
      },
    });
    onTestFinished(() => shotcaller.close());
    const results = await shotcaller.resume();
    expect(results.map(({ id, status, billedUsd }) => [id, status, billedUsd])).toEqual([
      [tram, 'done', '0.15'],
      [kite, 'done', '0.38115'],
    ]);
    for (const { files } of results) {
      for (const { path, sha256 } of files) {
        expect(
          createHash('sha256')
            .update(await readFile(path))
            .digest('hex'),
        ).toBe(sha256);
      }
    }
    expect(new Set(sent)).toEqual(new Set(['GET']));
    const { report: after } = await shotcaller.ledger();
    const bills = simulator.bills.reduce((sum, { usd }) => sum + Math.round(Number(usd) * 1e9), 0);
    expect(after.total).toMatchObject({ jobs: 5, billedUsd: '0.965308', reservedUsd: '0', unknownBills: 0 });
    expect(bills).toBe(965_308_000);
    expect(await shotcaller.checkIntegrity()).toEqual([]);
    expect(await shotcaller.resume()).toEqual([]);
  });
});

/** The tables of the landed version in PostgreSQL: its SQLite statements are its PostgreSQL statements. */
async function copyIntoPostgres(path: string, url: string): Promise<void> {
  const file = new Database(path, { readonly: true });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const schema = file
      .prepare("select name, type, sql from sqlite_master where sql is not null order by type = 'index', rowid")
      .all() as { name: string; type: string; sql: string }[];
    for (const { sql } of schema) await client.query(sql);
    for (const { name } of schema.filter(({ type }) => type === 'table')) {
      for (const row of file.prepare(`select * from ${name}`).all() as Record<string, unknown>[]) {
        const columns = Object.keys(row);
        const places = columns.map((_, index) => `$${index + 1}`).join(', ');
        const names = columns.map((column) => `"${column}"`).join(', ');
        await client.query(`insert into ${name} (${names}) values (${places})`, Object.values(row));
      }
    }
  } finally {
    await client.end();
    file.close();
  }
}
