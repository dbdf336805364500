import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Big from 'big.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../src/jobs/stores/open.ts';
import type { Shotcaller, ShotcallerOptions } from '../../src/shotcaller.ts';
import { type Simulated, simulate } from './simulated.ts';

const model = 'google/veo-3.1-lite';
const clip = { prompt: 'a mug on a table', durationSeconds: 4, resolution: '720p', audio: false } as const;

/** The service says this of its first job as long as it is `lying`, and makes the clip all the same. */
function lyingOf({ simulator }: Simulated, status: string) {
  const service = { lying: true };
  const fetch: NonNullable<ShotcallerOptions['fetch']> = async (input, init) => {
    const first = simulator.jobs[0]?.id;
    const isAsked = init?.method !== 'POST' && new URL(input).pathname.endsWith(`/videos/${first}`);
    if (isAsked && service.lying) return Response.json({ id: first, status, error: 'provider hiccup' });
    return simulator.fetch(input, init);
  };
  return { service, fetch };
}

const billed = ({ simulator }: Simulated) =>
  simulator.bills.reduce((sum, { usd }) => sum.plus(usd), new Big(0)).toFixed();
const sums = async (shotcaller: Shotcaller) => {
  const { billedUsd, assumedUsd, reservedUsd } = (await shotcaller.ledger()).report.total;
  return { billedUsd, assumedUsd, reservedUsd };
};
const nothing = { billedUsd: '0', assumedUsd: '0', reservedUsd: '0' };

async function hintOf({ home, simulator }: Simulated, id: string) {
  const ledger = await openLedger({ home, now: new Date().toISOString() });
  onTestFinished(() => ledger.close());
  const remoteId = simulator.jobs[0]!.id;
  return { idempotencyKey: 'd-1', remoteId, correlationToken: (await ledger.attempt(id))!.correlationToken };
}

async function wellAgain({ simulator }: Simulated, service: { lying: boolean }, made = 1) {
  service.lying = false;
  await expect.poll(() => simulator.bills.length).toBe(made);
}

describe('a job that the service called over and completes after all', () => {
  test.each(['failed', 'expired', 'cancelled'])(
    '%s: a webhook brings it back: fetched, billed as stated, bought once',
    async (word) => {
      await using world = await simulate();
      const { service, fetch } = lyingOf(world, word);
      const shotcaller = world.open({ fetch });
      const { id, status } = await shotcaller.run(clip, { model });
      expect([status, await sums(shotcaller)]).toEqual([word, nothing]);
      await wellAgain(world, service);
      expect(await shotcaller.noteDelivery(await hintOf(world, id!))).toMatchObject({ kind: 'noted', recovered: true });
      expect(Number((await sums(shotcaller)).reservedUsd)).toBeGreaterThan(0);
      expect(await shotcaller.resume([id!])).toMatchObject([{ status: 'done', billedUsd: billed(world), files: [{}] }]);
      expect(await sums(shotcaller)).toEqual({ ...nothing, billedUsd: billed(world) });
      expect(await shotcaller.checkIntegrity()).toEqual([]);
      expect(world.simulator.jobs).toHaveLength(1);
      const told = (await shotcaller.events(id!)).map(({ what }) => what);
      expect(told).toContain('completed_after_all');
    },
  );

  test.each<[string, (remoteId: string) => object]>([
    ['resume', () => ({})],
    ['resume with its id', (remoteId) => ({ remoteId })],
  ])('%s finds it completed and brings it back', async (_, options) => {
    await using world = await simulate();
    const { service, fetch } = lyingOf(world, 'failed');
    const shotcaller = world.open({ fetch });
    const { id } = await shotcaller.run(clip, { model });
    const stillOver = await shotcaller.resume([id!], options(world.simulator.jobs[0]!.id));
    expect([stillOver[0]?.status, await sums(shotcaller)]).toEqual(['failed', nothing]);
    await wellAgain(world, service);
    expect(await shotcaller.resume([id!], options(world.simulator.jobs[0]!.id))).toMatchObject([
      { status: 'done', billedUsd: billed(world) },
    ]);
    expect(await sums(shotcaller)).toEqual({ ...nothing, billedUsd: billed(world) });
    expect(await shotcaller.checkIntegrity()).toEqual([]);
  });

  test('the webhook of the failure itself changes nothing, and one that cannot be checked now is not believed', async () => {
    await using world = await simulate({ scenario: 'job-failed' });
    const shotcaller = world.open();
    const { id } = await shotcaller.run(clip, { model });
    const hint = await hintOf(world, id!);
    const before = await shotcaller.events(id!);
    expect(await shotcaller.noteDelivery(hint)).toMatchObject({ kind: 'noted', recovered: false });
    const offline = world.open({ fetch: async () => Promise.reject(new TypeError('fetch failed')) });
    await expect(offline.noteDelivery({ ...hint, idempotencyKey: 'd-2' })).rejects.toThrow();
    expect(await offline.resume([id!])).toMatchObject([{ status: 'failed' }]);
    expect(await shotcaller.events(id!)).toEqual(before);
    expect(await sums(shotcaller)).toEqual(nothing);
  });
});

describe('a fallback of a job whose first attempt completes after all', () => {
  test('that was bought meanwhile: both are kept, billed and told, and neither file takes the place of the other', async () => {
    await using world = await simulate();
    const { service, fetch } = lyingOf(world, 'failed');
    const shotcaller = world.open({ fetch });
    const folder = await mkdtemp(join(world.home, 'clips-'));
    const output = join(folder, 'mug.mp4');
    const run = await shotcaller.run(clip, { fallback: 1, output, overwrite: true });
    expect(run).toMatchObject({ status: 'done', attempts: [{ status: 'failed' }, { status: 'done' }] });
    const second = await readFile(output);
    await wellAgain(world, service, 2);
    await shotcaller.noteDelivery(await hintOf(world, run.id!));
    const [resumed] = await shotcaller.resume([run.id!]);
    expect(resumed).toMatchObject({
      status: 'done',
      billedUsd: billed(world),
      attempts: [{ status: 'done' }, { status: 'done' }],
      // The clip that was delivered first stays the job's.
      files: [{ path: output }, { path: join(folder, 'mug-2.mp4') }],
    });
    expect(await readFile(output)).toEqual(second);
    expect((await readdir(folder)).filter((name) => name.endsWith('.mp4'))).toHaveLength(2);
    const note = (await shotcaller.events(run.id!)).find(({ what }) => what === 'bought_as_well');
    expect(note?.detail).toEqual({ remoteId: world.simulator.jobs[1]!.id, attempt: 2 });
    expect(await sums(shotcaller)).toEqual({ ...nothing, billedUsd: billed(world) });
    expect(await shotcaller.checkIntegrity()).toEqual([]);
  });

  test.each(['fallback:planned', 'run:further_attempt'])(
    'that was not sent yet (%s) is not bought any more',
    async (point) => {
      await using world = await simulate();
      const { service, fetch } = lyingOf(world, 'failed');
      const shotcaller = world.open({
        fetch,
        checkpoint: async (name) => {
          if (name !== point || !service.lying) return;
          await wellAgain(world, service);
          const [{ id }] = (await shotcaller.jobs()) as unknown as [{ id: string }];
          await shotcaller.noteDelivery(await hintOf(world, id));
        },
      });
      const run = await shotcaller.run(clip, { fallback: 1 });
      expect(run).toMatchObject({ status: 'done', billedUsd: billed(world) });
      const { attempts } = (await shotcaller.job(run.id!))!;
      expect(attempts).toMatchObject([{ status: 'done' }, { status: 'cancelled', submits: 0 }]);
      expect(world.simulator.jobs).toHaveLength(1);
      expect(await sums(shotcaller)).toEqual({ ...nothing, billedUsd: billed(world) });
      expect(await shotcaller.checkIntegrity()).toEqual([]);
    },
  );
});
