import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { testShotcaller } from '../src/testing.ts';

const clip = { prompt: 'a paper boat', durationSeconds: 4, resolution: '480p', audio: false } as const;
const model = 'bytedance/seedance-1-5-pro';

test('a whole run: one clip, one bill, in a home of its own that goes when it is closed', async () => {
  let home: string;
  {
    await using world = await testShotcaller();
    home = world.home;
    const job = await world.shotcaller.run(clip, { model });
    expect(job).toMatchObject({ status: 'done', files: [{ differences: [] }] });
    expect(job.files[0]?.path.startsWith(home)).toBe(true);
    expect(world.simulator.jobs).toHaveLength(1);
    expect(job).toMatchObject({ billedUsd: world.simulator.bills[0]?.usd });
    const { report } = await world.shotcaller.ledger();
    expect(report.total.billedUsd).toBe(world.simulator.bills[0]?.usd);
  }
  expect(existsSync(home)).toBe(false);
});

test('a lost answer: the outcome is unknown, and a process that starts anew finds the same job', async () => {
  await using world = await testShotcaller({ scenario: 'submit-reset' });
  const lost = await world.shotcaller.run(clip, { model });
  expect(lost.status).toBe('unknown');
  expect(world.simulator.jobs).toHaveLength(1);
  const further = world.reopen();
  expect((await further.jobs()).map(({ id }) => id)).toEqual([lost.id]);
  const [found] = await further.resume([lost.id!], { remoteId: world.simulator.jobs[0]!.id });
  expect(found).toMatchObject({ status: 'done' });
  expect(world.simulator.jobs).toHaveLength(1);
});

test.each(['submit-503,poll-reset', 'content-cut,poll-429', 'chaos'])(
  'under %s what is bought is what is told',
  async (scenario) => {
    await using world = await testShotcaller({ scenario, seed: 3 });
    const job = await world.shotcaller.run(clip, { model, fallback: 0 });
    expect(['done', 'unknown', 'failed', 'expired', 'refused']).toContain(job.status);
    expect(world.simulator.jobs.length).toBe(job.status === 'refused' ? 0 : 1);
  },
);

test('caps hold, and two of them know nothing of each other', async () => {
  await using poor = await testShotcaller({ shotcaller: { caps: { perJobUsd: '0.01' } } });
  await using rich = await testShotcaller();
  expect(await poor.shotcaller.run(clip, { model })).toMatchObject({
    status: 'refused',
    reason: { code: 'over_budget' },
  });
  expect(await rich.shotcaller.run(clip, { model })).toMatchObject({ status: 'done' });
  expect([poor.simulator.jobs.length, rich.simulator.jobs.length]).toEqual([0, 1]);
  expect(await rich.shotcaller.jobs()).toHaveLength(1);
});

test('a scenario that there is not is told, and leaves nothing behind', async () => {
  await expect(testShotcaller({ scenario: 'nonsense' })).rejects.toThrow('Unknown scenario "nonsense"');
});

test.each([
  [{ scenari: 'submit-503' }, 'scenari is not an option of testShotcaller. Did you mean scenario? Nothing was bought.'],
  [
    { shotcaller: { cap: { perJobUsd: 1 } } },
    'shotcaller.cap is not an option of testShotcaller. Did you mean shotcaller.caps?',
  ],
  [{ simulator: { sped: 50 } }, 'simulator.sped is not an option of testShotcaller. Did you mean simulator.speed?'],
])('an option that there is not is told: %j', async (options, sentence) => {
  await expect(testShotcaller(options as object)).rejects.toThrow(sentence);
});
