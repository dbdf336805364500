import { readBrief } from '@shotcaller/core';
import { expect, test } from 'vitest';
import { openLedger } from '../../src/jobs/stores/open.ts';
import type { RunOptions } from '../../src/shotcaller.ts';
import { clip, type Simulated, simulate } from './simulated.ts';

const posts = ({ requests }: Simulated) => requests.filter((request) => request.startsWith('POST')).length;

/** Runs a job whose first attempt fails, in a process that dies at the point; the service is well again after that. */
async function dieAt(world: Simulated, point: string, options: RunOptions): Promise<void> {
  world.simulator.setScenario('job-failed');
  const shotcaller = world.open({
    // As good as dead: its lease is over when the next one comes.
    leaseMs: 1,
    checkpoint: (name) => {
      if (name === point) throw new Error('killed');
    },
  });
  await expect(shotcaller.run(clip, { fallback: 1, ...options })).rejects.toThrow('killed');
  world.simulator.setScenario('');
}

/** Before the second attempt is planned, before it is on disk, once it is on disk, and when its intent is not. */
const points = ['fallback:planned', 'ledger:attempt:inside', 'run:further_attempt', 'ledger:reserve:before'] as const;

test.each(points.slice(0, 3))(
  'a job whose process died at %s of its second attempt is finished by resume: the fallback is bought, nothing is sent twice',
  async (point) => {
    await using world = await simulate();
    await dieAt(world, point, { key: 'k' });
    expect(posts(world)).toBe(1);
    // Whoever reads that it has ended orders again.
    expect(await world.open().jobs()).toMatchObject([{ resumable: true }]);
    const [resumed, ...others] = await world.open().resume();
    expect(others).toEqual([]);
    expect(resumed).toMatchObject({
      status: 'done',
      resumable: false,
      attempts: [{ status: 'failed' }, { status: 'done' }],
    });
    expect(posts(world)).toBe(2);
    const [first, second] = world.simulator.jobs;
    expect(second!.model).not.toBe(first!.model);
    // What was asked for is asked of both, from what the job itself carries.
    for (const { request } of world.simulator.jobs) {
      expect(request).toMatchObject({ prompt: clip.prompt, duration: 4, resolution: '480p' });
    }
    const later = world.open();
    const { report } = await later.ledger();
    expect(report.total).toMatchObject({ jobs: 2, billedUsd: world.simulator.bills[0]!.usd, reservedUsd: '0' });
    expect(await later.resume()).toEqual([]);
    expect(await later.run(clip, { fallback: 1, key: 'k' })).toMatchObject({ id: resumed!.id, repeated: true });
    expect(posts(world)).toBe(2);
  },
);

test.each(points.slice(0, 3))(
  'of three processes that resume a job whose process died at %s, one buys its fallback and all see it done',
  async (point) => {
    await using world = await simulate();
    await dieAt(world, point, {});
    const answers = await Promise.all([1, 2, 3].map(() => world.open().resume()));
    expect(answers.map(([result]) => result?.status)).toEqual(['done', 'done', 'done']);
    expect(new Set(answers.map(([result]) => result?.id)).size).toBe(1);
    expect(posts(world)).toBe(2);
  },
);

test('the fallback of a resumed job keeps to the models and the money that it was ordered with', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  const { ranked } = await shotcaller.select(clip);
  const [cheap, dear] = ranked
    .filter(({ price }) => price.highUsd !== null)
    .toSorted((one, other) => Number(one.price.highUsd) - Number(other.price.highUsd))
    .filter((_, index, all) => index === 0 || index === all.length - 1);
  const allowedModels = [cheap!.model, dear!.model];
  const plan = await shotcaller.preview(clip, { model: cheap!.model });
  if (plan.kind !== 'plan') throw new Error('no plan');
  await dieAt(world, 'fallback:planned', { allowedModels, plan });
  expect(await world.open().resume()).toMatchObject([{ status: 'done', model: dear!.model }]);

  // Confirmed was the price of the cheap one; what is left is dearer, so nothing more is bought.
  await dieAt(world, 'fallback:planned', {
    allowedModels,
    plan,
    confirmUsd: plan.price.highUsd ?? '0',
    key: 'confirmed',
  });
  const before = posts(world);
  expect(await world.open().resume()).toMatchObject([
    { status: 'failed', resumable: false, attempts: [{ model: cheap!.model }] },
  ]);
  expect(posts(world)).toBe(before);
});

test('a further attempt that was planned for a job of which nothing was ever sent is given back', async () => {
  await using world = await simulate();
  const shotcaller = world.open({
    checkpoint: (name) => {
      if (name === 'ledger:reserve:before') throw new Error('killed');
    },
    leaseMs: 1,
  });
  await expect(shotcaller.run(clip, { fallback: 1 })).rejects.toThrow('killed');
  const [resumed] = await world.open().resume();
  expect(resumed).toMatchObject({ status: 'cancelled', reason: { code: 'never_submitted' }, billedUsd: null });
  expect(posts(world)).toBe(0);
});

test('a job carries its brief whole, so that another process can plan from it', async () => {
  await using world = await simulate();
  const first = await world.open().preview({ ...clip, maxUsd: '2' });
  if (first.kind !== 'plan') throw new Error('no plan');
  const ordered = { profile: 'fastAndCheap', allowedModels: [first.model], maxUsd: '2' } as const;
  await dieAt(world, 'fallback:planned', ordered);
  const ledger = await openLedger({ home: world.home, now: '2026-11-22T00:00:00.000Z' });
  const { jobs } = await ledger.jobs({ service: 'https://openrouter.ai' });
  await ledger.close();
  expect(jobs[0]?.job.brief).toEqual(
    readBrief({
      fields: { ...clip, maxUsd: '2' },
      allowedModels: [first.model],
      preferences: { profile: 'fastAndCheap' },
    }),
  );
});
