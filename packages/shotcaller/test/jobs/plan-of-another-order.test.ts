import type { Plan, RequirementsInput } from '@shotcaller/core';
import { describe, expect, test } from 'vitest';
import { type Simulated, simulate, clip as smallClip } from './simulated.ts';

const clip: RequirementsInput = { ...smallClip, resolution: '720p' };

async function planOf({ open }: Simulated, more: object = {}, options: object = {}): Promise<Plan> {
  const answer = await open().preview({ ...clip, ...more }, options);
  return answer.kind === 'plan' ? answer : expect.unreachable();
}

/** As it comes back from a file. */
const saved = (plan: Plan) => JSON.parse(JSON.stringify(plan)) as Plan;

describe('a plan that comes with an order', () => {
  test('of the same requirements and options is bought as it was shown, from a file too', async () => {
    await using world = await simulate();
    for (const [options, more] of [
      [{}, {}],
      [{ model: 'google/veo-3.1-lite' }, { durationSeconds: { min: 4, max: 8 } }],
      [{ profile: 'balanced' }, { minQuality: 1200 }],
    ] as readonly (readonly [object, object])[]) {
      const plan = await planOf(world, more, options);
      const bought = await world.open().run({ ...clip, ...more }, { ...options, plan: saved(plan) });
      expect(bought).toMatchObject({ status: 'done', model: plan.model, quotedHighUsd: plan.price.highUsd });
    }
    expect(world.simulator.jobs).toHaveLength(3);
  });

  test('and settled what the order leaves open, as it would not be settled today, is bought as it was shown', async () => {
    await using world = await simulate();
    const model = 'google/veo-3.1-lite';
    const plan = await planOf(world, { durationSeconds: 4 }, { model });
    const today = await planOf(world, { durationSeconds: { min: 4, max: 8 } }, { model });
    expect(today.clip.durationSeconds).not.toBe(4);
    const order: RequirementsInput = { ...clip, durationSeconds: { min: 4, max: 8 } };
    expect(await world.open().run(order, { plan })).toMatchObject({ status: 'done' });
    expect(world.simulator.jobs[0]?.request).toMatchObject({ duration: 4 });
    const beyond = { ...clip, durationSeconds: { min: 7, max: 8 } };
    await expect(world.open().run(beyond, { plan })).rejects.toMatchObject({ code: 'plan_of_another_order' });
  });

  test.each([
    ['another prompt', { prompt: 'a boat' }, {}],
    ['another length', { durationSeconds: 8 }, {}],
    ['another shape', { aspectRatio: '9:16' }, {}],
    ['a picture', { firstFrame: { url: 'https://example.com/a.png' } }, {}],
    ['another model', {}, { model: 'bytedance/seedance-2.0-fast' }],
  ])('is not bought for an order of %s, and nothing is recorded', async (_, more, options) => {
    await using world = await simulate();
    const plan = await planOf(world, {}, { model: 'google/veo-3.1-lite' });
    const shotcaller = world.open({ lookAtPictures: false });
    const order = shotcaller.run({ ...clip, ...more }, { ...options, plan });
    await expect(order).rejects.toMatchObject({
      code: 'plan_of_another_order',
      message: expect.stringContaining('Nothing was bought'),
    });
    expect([await shotcaller.jobs(), world.simulator.jobs]).toEqual([[], []]);
  });

  test('and that was made for another service is not bought', async () => {
    await using world = await simulate();
    const elsewhere = world.open({ baseUrl: 'https://elsewhere.example/api/v1' });
    const plan = await elsewhere.preview(clip);
    if (plan.kind !== 'plan') throw new Error('no plan');
    await expect(world.open().run(clip, { plan: saved(plan) })).rejects.toThrow(/elsewhere\.example.*openrouter\.ai/);
    expect(world.simulator.jobs).toHaveLength(0);
  });

  test('is never believed a lower price than ours: limits and bills go by the higher one', async () => {
    await using world = await simulate();
    const plan = await planOf(world);
    const price = { ...plan.price, lowUsd: '0.0001', expectedUsd: '0.0001', highUsd: '0.0001' };
    const cheap = { ...saved(plan), price };
    expect(await world.open().run(clip, { plan: cheap, maxUsd: '0.01' })).toMatchObject({
      status: 'refused',
      reason: { code: 'over_budget' },
    });
    expect(await world.open().run(clip, { plan: cheap, confirmUsd: '0.01' })).toMatchObject({
      status: 'not_confirmed',
    });
    expect(await world.open({ caps: { perDayUsd: '0.01' } }).run(clip, { plan: cheap })).toMatchObject({
      status: 'refused',
    });
    expect(world.simulator.jobs).toHaveLength(0);
    const bought = await world.open().run(clip, { plan: cheap });
    expect(bought).toMatchObject({ status: 'done', quotedHighUsd: plan.price.highUsd });
    // A higher one is what was confirmed.
    const dear = { ...plan, price: { ...plan.price, highUsd: '9' } };
    expect(await world.open().run(clip, { plan: dear })).toMatchObject({ status: 'done', quotedHighUsd: '9' });
  });
});
