import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

test('a clip that was delivered is copied, and the job says the new path', async () => {
  await using world = await simulate({});
  const library = world.open();
  const [first, other] = [join(world.home, 'first.mp4'), join(world.home, 'new', 'other.mp4')];
  const { id } = await library.run(order, { model, output: first });
  const fetches = world.requests.length;
  const [resumed] = await library.resume([id!], { output: other });
  expect(resumed).toMatchObject({ status: 'done', files: [{ path: other, differences: [] }] });
  expect(readFileSync(other).equals(readFileSync(first))).toBe(true);
  expect(await library.job(id!)).toMatchObject({ files: [{ path: other }] });
  expect(world.requests.length).toBe(fetches);
  expect(readdirSync(dirname(other))).toEqual(['other.mp4']);
});

test.each([
  ['is gone', (path: string) => rmSync(path)],
  ['is another file by now', (path: string) => writeFileSync(path, 'mine')],
])('a delivered clip whose file %s is fetched again, and nothing is bought for that', async (_, spoil) => {
  await using world = await simulate({});
  const library = world.open();
  const [first, other] = [join(world.home, 'first.mp4'), join(world.home, 'other.mp4')];
  const { id } = await library.run(order, { model, output: first });
  const bytes = readFileSync(first);
  spoil(first);
  const [resumed] = await library.resume([id!], { output: other });
  expect(resumed).toMatchObject({ status: 'done', files: [{ path: other }] });
  expect(readFileSync(other).equals(bytes)).toBe(true);
  expect(world.simulator.jobs).toHaveLength(1);
  expect(resumed).toMatchObject({ billedUsd: world.simulator.bills[0]?.usd });
});

test('without --overwrite what is at the new place stays; with it, it goes', async () => {
  await using world = await simulate({});
  const library = world.open();
  const taken = join(world.home, 'taken.mp4');
  writeFileSync(taken, 'of somebody else');
  const { id } = await library.run(order, { model });
  const [beside] = await library.resume([id!], { output: taken });
  expect(beside?.files[0]?.path).toBe(join(world.home, 'taken-2.mp4'));
  expect(readFileSync(taken, 'utf8')).toBe('of somebody else');
  const [over] = await library.resume([id!], { output: taken, overwrite: true });
  expect(over?.files[0]?.path).toBe(taken);
  expect(readFileSync(taken).length).toBe(over?.files[0]?.bytes);
});

test('the same place again changes nothing', async () => {
  await using world = await simulate({});
  const library = world.open();
  const first = join(world.home, 'first.mp4');
  const { id } = await library.run(order, { model, output: first });
  const [again] = await library.resume([id!], { output: first, overwrite: true });
  expect(again).toMatchObject({ status: 'done', files: [{ path: first }] });
});
