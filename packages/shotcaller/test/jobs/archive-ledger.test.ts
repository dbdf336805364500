import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { noPostgres } from '../../../../tests/needs.ts';
import { archiveLedger, FileExists } from '../../src/jobs/archive-ledger.ts';
import type { Receipt } from '../../src/jobs/job.ts';
import type { Ledger } from '../../src/jobs/ledger.ts';
import { picoFromUsd, usdFromPico } from '../../src/jobs/money/pico.ts';
import type { AttemptChange } from '../../src/jobs/records/job-records.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { backToVersion } from './older-tables.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { at, sampleAttempt, sampleJob, sampleReceipt } from './sample-job.ts';
import { clip, simulate } from './simulated.ts';

let postgres: PostgresServer | undefined;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

const service = 'https://openrouter.ai';
const later = Date.parse('2030-01-01T00:00:00.000Z');

test('what an earlier version archived, which noted neither cost nor end, is not bought again', async () => {
  await using world = await simulate();
  const first = world.open();
  const list = await first.batch.readListText('id,prompt,duration\nlake,a lake,4\n', 'csv', { name: 'film' });
  await first.batch.run(await first.batch.plan(list), { outFolder: join(world.home, 'film') });
  const ledger = await openLedger({ home: world.home, now: at });
  const file = join(world.home, 'archive.jsonl');
  await archiveLedger(ledger, {
    ...{ service: 'https://openrouter.ai', file, name: 'archive.jsonl' },
    ...{ beforeMs: later, nowMs: later },
  });
  await ledger.close();
  await first.close();
  const database = new Database(join(world.home, 'ledger.sqlite'));
  database.exec(backToVersion(11));
  database.close();
  const again = world.open();
  const plan = await again.batch.plan(list);
  expect(plan.clips[0]?.outcome).toMatchObject({ kind: 'bought', archivedIn: 'archive.jsonl' });
  const run = await again.batch.run(plan, { outFolder: join(world.home, 'film') });
  expect(run.clips[0]).toMatchObject({ state: 'done', earlier: true });
  expect(world.simulator.jobs).toHaveLength(1);
});

describe.each(['sqlite', 'postgres'] as const)('the archive of a ledger in %s', (kind) => {
  beforeEach((context) => {
    if (kind === 'postgres' && !postgres) context.skip(noPostgres);
  });

  /** A ledger with clips that were made, and a way to archive it. */
  async function used() {
    const world = await simulate();
    onTestFinished(() => world[Symbol.asyncDispose]());
    const databaseUrl = kind === 'postgres' ? await postgres!.createDatabase() : undefined;
    const ledger = await openLedger({ home: world.home, now: at, ...(databaseUrl !== undefined && { databaseUrl }) });
    onTestFinished(() => ledger.close());
    const shotcaller = world.open({ ledger });
    const made = await shotcaller.run(clip, { key: 'shot-1' });
    expect(made.status).toBe('done');
    const file = join(world.home, 'archive.jsonl');
    const archive = (change: Partial<Parameters<typeof archiveLedger>[1]> = {}) =>
      archiveLedger(ledger, { service, file, name: 'archive.jsonl', beforeMs: later, nowMs: later, ...change });
    return { world, ledger, shotcaller, made, file, archive };
  }

  const versionOf = async (ledger: Ledger, id: string) => ({ version: (await ledger.attempt(id))!.version });

  const sums = async (ledger: Ledger) => ({
    lines: await ledger.ledgerLines({ service }),
    ever: await ledger.bookedPico({ service }),
    integrity: await ledger.checkIntegrity(),
  });

  test('jobs that are over are in the file, and every sum is what it was', async () => {
    const { ledger, shotcaller, made, file, archive } = await used();
    const other = await shotcaller.run({ ...clip, prompt: 'naïve “quotes” \u{1F3AC}' });
    const before = await sums(ledger);
    expect(before.integrity).toEqual([]);
    expect(await archive()).toMatchObject({ jobs: 2 });
    expect(await sums(ledger)).toEqual(before);
    expect((await ledger.jobs({ service })).jobs).toEqual([]);
    expect(await ledger.job(made.id!)).toBeUndefined();
    expect(await ledger.archiveOf(made.id!)).toMatchObject({ file: 'archive.jsonl' });

    const text = readFileSync(file, 'utf8');
    const lines = text.trimEnd().split('\n');
    const values = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(values[0]).toMatchObject({ kind: 'shotcaller-ledger-archive', version: 1, service });
    expect(values.slice(1, -1).map(({ id }) => id)).toEqual(expect.arrayContaining([made.id, other.id]));
    const head = lines
      .slice(0, -1)
      .map((line) => `${line}\n`)
      .join('');
    const sha256 = createHash('sha256').update(head).digest('hex');
    expect(values.at(-1)).toEqual({ kind: 'end', jobs: 2, notArchived: [], sha256 });
    // To the trillionth of a dollar.
    const money = values.flatMap((value) => (value.money as { pico: string }[] | undefined) ?? []);
    expect(money.reduce((sum, { pico }) => sum + BigInt(pico), 0n)).toBe(before.ever);
    // Prompts are in it.
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(text).toContain('naïve “quotes”');
  });

  test('what comes after counts on: the sums of archive and ledger together are right, also when that is archived too', async () => {
    const { world, ledger, shotcaller, archive } = await used();
    await archive();
    await shotcaller.run({ ...clip, prompt: 'another day' });
    expect(await ledger.checkIntegrity()).toEqual([]);
    await archive({ file: join(world.home, 'second.jsonl'), name: 'second.jsonl' });
    expect(await ledger.checkIntegrity()).toEqual([]);
    const billed = world.simulator.bills.reduce((sum, { usd }) => sum + Number(usd), 0);
    expect(Number(await ledger.bookedPico({ service })) / 1e12).toBeCloseTo(billed, 9);
  });

  test('the key of an archived job buys nothing again: it says where the job is', async () => {
    const { world, shotcaller, made, archive } = await used();
    await archive();
    const bought = world.simulator.jobs.length;
    await expect(shotcaller.run(clip, { key: 'shot-1' })).rejects.toMatchObject({ code: 'key_archived', id: made.id });
    await expect(shotcaller.run({ ...clip, prompt: 'another' }, { key: 'shot-1' })).rejects.toThrow('archive.jsonl');
    expect(world.simulator.jobs).toHaveLength(bought);
    await expect(shotcaller.resume([made.id!])).rejects.toMatchObject({
      code: 'no_such_job',
      message: expect.stringMatching(/is over, and was archived in archive\.jsonl/),
    });
  });

  /** A batch of one shot, run by this program. */
  async function film(prompt: string, plan: { readonly maxUsd?: string } = {}) {
    const world = await used();
    const out = join(world.world.home, 'film');
    const { batch } = world.shotcaller;
    const planOf = async (text: string) =>
      batch.plan(
        await batch.readListText(`id,prompt,duration,resolution,audio\n${text}\n`, 'csv', { name: 'film' }),
        plan,
      );
    const run = async (text: string) => batch.run(await planOf(text), { outFolder: out });
    const shot = (text: string) => `lake,${text},4,480p,no`;
    return { ...world, out, planOf, run, shot, first: await run(shot(prompt)) };
  }

  test('the budget of a batch counts its archived clips too, whoever reserves', async () => {
    const { world, ledger, archive, planOf, run, shot, first } = await film('a lake at dusk');
    const cost = first.committedUsd;
    expect(await archive()).toMatchObject({ jobs: 2 });
    const booked = () => ledger.bookedPico({ service, batch: 'film' });
    expect(usdFromPico(await booked())).toBe(cost);
    expect((await planOf(shot('a lake at dawn'))).total.bookedUsd).toBe(cost);
    const bought = world.simulator.jobs.length;
    const budget = usdFromPico((await booked()) + 1n);
    const { batch } = world.open({ ledger });
    const edited = { ...(await planOf(shot('a lake at dawn'))), maxUsd: budget };
    const run2 = await batch.run(edited, { outFolder: join(world.home, 'other') });
    expect(run2.clips[0]).toMatchObject({ state: 'not_bought', whyNot: { code: 'over_batch_budget' } });
    expect(world.simulator.jobs).toHaveLength(bought);
    // A process whose own sum is an older one is held by the transaction that reserves.
    const options = { ...sampleJob({}).options, batch: { name: 'film', maxUsd: budget } };
    await ledger.openJob({
      job: sampleJob({ id: 'other', options }),
      attempt: sampleAttempt({ id: 'other', jobId: 'other' }),
      dedupe: null,
      body: '{}',
    });
    const reserving = { attemptId: 'other', version: 1, at, by: 'test', change: { state: 'submitting' } } as const;
    expect(await ledger.reserve(reserving, 2n, options)).toMatchObject({
      reason: { code: 'over_budget', cap: 'batch' },
    });
    await run(shot('a lake at dawn'));
    expect(await archive({ file: join(world.home, 'second.jsonl'), name: 'second.jsonl' })).toMatchObject({ jobs: 1 });
    expect(await booked()).toBe(2n * picoFromUsd(cost));
    expect(await ledger.checkIntegrity()).toEqual([]);
  });

  test('an unchanged shot of a batch is planned as bought and archived, and run again it is done, with its file', async () => {
    const { world, ledger, archive, planOf, run, shot, first } = await film('a lake at dusk');
    const { id } = first.clips[0]!.job!;
    await archive();
    const bought = world.simulator.jobs.length;
    const plan = await planOf(shot('a lake at dusk'));
    expect(plan.total).toMatchObject({ toBuy: 0, bought: 1 });
    expect(plan.clips[0]?.outcome).toMatchObject({
      kind: 'bought',
      jobId: id,
      status: 'done',
      model: first.clips[0]!.model,
      archivedIn: 'archive.jsonl',
    });
    const again = await run(shot('a lake at dusk'));
    expect(again.clips[0]).toMatchObject({ state: 'done', earlier: true, file: first.clips[0]!.file });
    expect(again.manifest.clips[0]).toMatchObject({ jobId: id, sha256: first.clips[0]!.file!.sha256, problem: null });
    expect(again.committedUsd).toBe(first.committedUsd);
    // A list whose plan is older than the archive.
    const older = await world.open({ ledger }).batch.run(
      {
        ...plan,
        clips: [{ ...plan.clips[0]!, outcome: { kind: 'bought', jobId: id, status: 'done', model: 'm' } }],
      },
      { outFolder: join(world.home, 'film') },
    );
    expect(older.clips[0]).toMatchObject({ state: 'done' });
    expect(world.simulator.jobs).toHaveLength(bought);
  });

  test('a shot that was renamed after its clip was archived is named as bought before', async () => {
    const { archive, planOf, shot, first } = await film('a lake at dusk');
    const { id } = first.clips[0]!.job!;
    await archive();
    const renamed = await planOf(shot('a lake at dusk').replace('lake,', 'pond,'));
    expect(renamed.clips[0]?.outcome).toMatchObject({ kind: 'to_buy', boughtAs: { shot: 'lake', jobId: id } });
  });

  test('an archived order that bought nothing does not keep its shot from being bought', async () => {
    const { world, ledger, archive, planOf, shot } = await film('a lake at dusk');
    const plan = await planOf(shot('a boat'));
    const broke = world.open({ ledger, caps: { perDayUsd: '0.000001' } });
    const refused = await broke.batch.run(plan, { outFolder: join(world.home, 'film') });
    expect(refused.clips[0]).toMatchObject({ state: 'not_bought', whyNot: { code: 'refused' } });
    expect(await archive()).toMatchObject({ jobs: 3 });
    const run = await world.open({ ledger }).batch.run(await planOf(shot('a boat')), {
      outFolder: join(world.home, 'film'),
    });
    expect(run.clips[0]).toMatchObject({ state: 'done', earlier: false });
  });

  test('a clip of a batch that a gateway carries stays until a client has fetched it; one that this program ran does not', async () => {
    const { world, ledger, shotcaller, archive } = await used();
    const list = await shotcaller.batch.readListText(
      'id,prompt,duration,resolution,audio\nlake,a lake,4,480p,no\n',
      'csv',
      { name: 'ordered' },
    );
    const run = await shotcaller.batch.run(await shotcaller.batch.plan(list), {
      outFolder: join(world.home, 'ordered'),
      carriedBy: 'gateway',
    });
    const { id } = run.clips[0]!.job!;
    expect(await archive()).toMatchObject({ jobs: 1 });
    expect(await ledger.job(id)).toBeDefined();
    await ledger.changeReceipt(id, { handedOver: true });
    expect(await archive({ file: join(world.home, 'second.jsonl'), name: 'second.jsonl' })).toMatchObject({ jobs: 1 });
    expect(await ledger.job(id)).toBeUndefined();
  });

  test('a job under way stays, and is finished', async () => {
    const { world, ledger, shotcaller, archive } = await used();
    const patient = world.open({ ledger, placePoll: () => ({ nextPollMs: later, remainingSeconds: null }) });
    const open = await patient.submit({ ...clip, prompt: 'under way' });
    await patient.close();
    expect(await archive()).toMatchObject({ jobs: 1 });
    expect(await ledger.job(open.id!)).toBeDefined();
    await ledger.apply({
      attemptId: open.id!,
      ...(await versionOf(ledger, open.id!)),
      at,
      by: 'test',
      change: { nextAt: null },
    });
    expect((await shotcaller.resume([open.id!])).map(({ status }) => status)).toEqual(['done']);
    expect(await ledger.checkIntegrity()).toEqual([]);
  });

  test('what is owed, not handed over, of an unknown bill, in doubt or too young stays', async () => {
    const { ledger, archive } = await used();
    const ended = { endedAt: at, billedUsd: '0.1', billKnown: true } as const;
    const over = async (
      id: string,
      receipt: Partial<Receipt> | null,
      change: AttemptChange = { state: 'done' },
      concludedAt: string | null = at,
    ) => {
      await ledger.openJob({
        job: sampleJob({ id, concludedAt, receipt: receipt === null ? null : sampleReceipt(receipt) }),
        attempt: sampleAttempt({ id, jobId: id, correlationToken: `token-${id}` }),
        dedupe: null,
        body: '{}',
      });
      const moved = { attemptId: id, version: 1, at, by: 'test', change: { ...ended, ...change } } as const;
      expect(await ledger.apply(moved)).toBeDefined();
    };
    await over('not-fetched', { handedOver: false });
    await over('unknown-bill', null, { state: 'done', billKnown: false });
    await over('in-doubt', null, { state: 'unknown', endedAt: null });
    await over('not-concluded', null, { state: 'failed' }, null);
    await over('young', null, { state: 'failed', endedAt: '2031-01-01T00:00:00.000Z' });
    await over('callback-to-be-owed', { handedOver: true, callbackUrl: 'https://example.com/done' });
    await over('callback-waits', { handedOver: true, callbackUrl: 'https://example.com/done' });
    const webhook = { id: 'w', jobId: 'callback-waits', service, url: 'https://example.com', body: '{}' } as const;
    const times = { tries: 0, nextAtMs: later, lastError: null, firstAtMs: later, lastAtMs: later } as const;
    await ledger.oweWebhook({ ...webhook, ...times, state: 'waiting' });
    const kept = (await ledger.jobs({ service })).jobs.map(({ job }) => job.id).filter((id) => !id.startsWith('shot-'));
    await over('fetched', { handedOver: true });
    await over('failed-unfetched', { handedOver: false }, { state: 'failed' });
    expect(await archive()).toMatchObject({ jobs: 3 });
    expect((await ledger.jobs({ service })).jobs.map(({ job }) => job.id).sort()).toEqual([...kept].sort());
    expect(await ledger.checkIntegrity()).toEqual([]);
  });

  test('a job that moves while it is written stays, and the file says so', async () => {
    const { ledger, made, file } = await used();
    const racing: Pick<Ledger, 'archiveJobs'> = {
      archiveJobs: (query, keep) =>
        ledger.archiveJobs(query, async (records) => {
          await keep(records);
          const attempt = (await ledger.attempt(made.id!))!;
          await ledger.apply({
            attemptId: attempt.id,
            version: attempt.version,
            at,
            by: 'other',
            change: { polls: 99 },
          });
        }),
    };
    const options = { service, file, name: 'archive.jsonl', beforeMs: later, nowMs: later };
    expect(await archiveLedger(racing, options)).toMatchObject({ jobs: 0 });
    expect(await ledger.job(made.id!)).toBeDefined();
    expect(await ledger.checkIntegrity()).toEqual([]);
  });

  test.each(['before', 'after'] as const)(
    'a process that ends %s the jobs leave the ledger loses none, and another file takes what is left',
    async (when) => {
      const { world, ledger, made, file, archive } = await used();
      const before = await sums(ledger);
      const cut: Pick<Ledger, 'archiveJobs'> = {
        async archiveJobs(query, keep) {
          const page = await ledger.archiveJobs(query, async (records) => {
            await keep(records);
            if (when === 'before') throw new Error('cut');
          });
          if (when === 'after') throw new Error('cut');
          return page;
        },
      };
      const options = { service, file, name: 'archive.jsonl', beforeMs: later, nowMs: later };
      await expect(archiveLedger(cut, options)).rejects.toThrow('cut');
      // Whole lines, and none that says the file is whole.
      const kinds = readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { kind: string }).kind);
      expect(kinds).toEqual(['shotcaller-ledger-archive', 'job']);
      expect(await sums(ledger)).toEqual(before);
      const again = await archive({ file: join(world.home, 'second.jsonl'), name: 'second.jsonl' });
      expect(again.jobs).toBe(when === 'before' ? 1 : 0);
      expect(await sums(ledger)).toEqual(before);
      const { file: keptIn } = (await ledger.archiveOf(made.id!))!;
      expect(keptIn).toBe(when === 'before' ? 'second.jsonl' : 'archive.jsonl');
    },
  );

  test('a file that is there is never touched, and a disk that cannot take it leaves the ledger as it is', async () => {
    const { ledger, file, archive } = await used();
    writeFileSync(file, 'mine');
    await expect(archive()).rejects.toThrow(FileExists);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    await expect(archive({ file: join(file, 'in-a-file.jsonl') })).rejects.toThrow();
    expect((await ledger.jobs({ service })).jobs).toHaveLength(1);
  });

  test('without anything to archive no file is left', async () => {
    const { file, archive } = await used();
    expect(await archive({ beforeMs: 0 })).toEqual({ jobs: 0, bytes: 0 });
    expect(existsSync(file)).toBe(false);
  });
});
