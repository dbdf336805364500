import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { simulate } from '../jobs/simulated.ts';

test('a plain resume in another process leaves alone what a batch that runs holds: a clip that waits for room is bought all the same', async () => {
  await using world = await simulate({ scenario: 'submit-429:1' });
  const [runs, other] = [world.open(), world.open()];
  const shots = [1, 2, 3].map((number) => `shot-${number},a mug number ${number},4,480p,no`);
  const list = await runs.batch.readListText(`id,prompt,duration,resolution,audio\n${shots.join('\n')}\n`, 'csv', {
    name: 'film',
  });
  let resumed: Promise<readonly unknown[]> | undefined;
  const run = await runs.batch.run(await runs.batch.plan(list), {
    outFolder: await mkdtemp(join(world.home, 'out-')),
    onProgress({ clips }) {
      if (clips.some(({ state }) => state === 'waiting') && world.requests.some((one) => one.startsWith('POST'))) {
        resumed ??= other.resume();
      }
    },
  });
  expect(await resumed).toEqual([]);
  expect(run.clips.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  expect(world.simulator.bills).toHaveLength(3);
  // What nobody holds any more is gone on with as before.
  expect(await other.resume()).toEqual([]);
});
