import { expect, test } from 'vitest';
import { measureBatch } from '../../bench/batch-limits.mjs';

/** The first limit, its fall, and the limit that it has risen to are met once each; what lies between is tried a few times. */
const mostRefused = 8;

test('a batch whose provider takes 12, then 5, then 20 at once is seldom refused, over real HTTP, and one that is fixed at 32 is so all the time', async () => {
  const clips = 120;
  const learnt = await measureBatch({ clips, speed: 20, concurrency: undefined });
  const fixed = await measureBatch({ clips, speed: 20, concurrency: 32 });
  console.info(
    `${clips} clips: learnt ${learnt.refusals} of ${learnt.submits} submits refused, fixed at 32 ${fixed.refusals} of ${fixed.submits}`,
  );
  expect(learnt).toMatchObject({ done: clips, bills: clips });
  expect(fixed).toMatchObject({ done: clips, bills: clips });
  expect(learnt.refusals).toBeGreaterThan(0);
  expect(learnt.refusals).toBeLessThanOrEqual(mostRefused);
  expect(fixed.refusals).toBeGreaterThan(5 * learnt.refusals);
});
