import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { simulate } from '../jobs/simulated.ts';

const example = fileURLToPath(new URL('../../../../examples/lantern-film/shots.yaml', import.meta.url));

test('the film of the examples becomes twelve clips and one further take', async () => {
  await using simulated = await simulate();
  const outFolder = await mkdtemp(join(tmpdir(), 'shotcaller-film-'));
  try {
    const { batch } = simulated.open();
    const list = await batch.readList(example);
    // Small clips, as the simulator draws every picture of them.
    const small = list.shots.map((shot) => ({
      ...shot,
      brief: { ...shot.brief, requirements: { ...shot.brief.requirements, resolution: '480p' } },
    }));
    const plan = await batch.plan({ ...list, shots: small }, { maxUsd: '10' });
    expect(plan.total).toMatchObject({ toBuy: 13, impossible: 0, unknownPrices: 0 });
    const run = await batch.run(plan, { outFolder });
    expect(run.clips.map(({ state }) => state)).toEqual(Array.from({ length: 13 }, () => 'done'));
    expect(run.joinLine).toMatch(/^ffmpeg -i 01-lake\.mp4 .* lantern-film\.mp4$/);
  } finally {
    await rm(outFolder, { recursive: true, force: true });
  }
});
