import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { simulate } from './simulated.ts';

const order = { prompt: 'A paper boat', durationSeconds: 4, resolution: '720p', audio: false } as const;
const model = 'google/veo-3.1-lite';

test('a clip that was not fetched is put to another place, and nothing is bought for that', async () => {
  await using world = await simulate({ scenario: 'content-502:all' });
  const library = world.open();
  const first = await library.run(order, { model, watchSeconds: 60, output: join(world.home, 'first.mp4') });
  expect(first).toMatchObject({ status: 'not_fetched', resumable: true });
  world.simulator.setScenario('none');
  const other = join(world.home, 'other.mp4');
  const [resumed] = await library.resume([first.id!], { output: other });
  expect(resumed).toMatchObject({ status: 'done', files: [{ path: other }] });
  expect([existsSync(other), existsSync(join(world.home, 'first.mp4'))]).toEqual([true, false]);
  expect(world.simulator.jobs).toHaveLength(1);
  await library.close();
});

test('a place that takes no file is refused before anything is done, and the job stays resumable', async () => {
  await using world = await simulate({ scenario: 'content-502:all' });
  const library = world.open();
  const { id } = await library.run(order, { model, watchSeconds: 60 });
  await expect(library.resume([id!], { output: '/dev/null' })).rejects.toMatchObject({ code: 'output_unusable' });
  world.simulator.setScenario('none');
  expect((await library.resume([id!]))[0]).toMatchObject({ status: 'done' });
  await library.close();
});

test('a clip that was delivered stays where it is, and the answer says where', async () => {
  await using world = await simulate({});
  const library = world.open();
  const path = join(world.home, 'first.mp4');
  const { id } = await library.run(order, { model, output: path });
  await expect(library.resume([id!], { output: join(world.home, 'other.mp4') })).rejects.toThrow(path);
  expect(world.simulator.jobs).toHaveLength(1);
  await library.close();
});
