import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testShotcaller } from '../../src/testing.ts';
import { startS3 } from '../files/s3-server.ts';
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

describe('a clip that was delivered into a store', () => {
  let s3: Awaited<ReturnType<typeof startS3>>;
  beforeAll(async () => {
    s3 = await startS3();
  });
  afterAll(() => s3.stop());

  async function delivered() {
    const world = await simulate({});
    const fileStore = s3.open();
    const library = world.open({ fileStore });
    const done = await library.run(order, { model });
    return { world, fileStore, library, id: done.id!, address: done.files[0]!.path, sha256: done.files[0]!.sha256 };
  }
  const sha256At = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

  test('is copied from there, whatever the service still has, and stays there', async () => {
    const { world, fileStore, library, id, address, sha256 } = await delivered();
    await using _ = world;
    world.simulator.setScenario('content-lost:all');
    const fetches = world.requests.length;
    const other = join(world.home, 'new', 'other.mp4');
    const [resumed] = await library.resume([id], { output: other });
    expect(resumed).toMatchObject({ status: 'done', files: [{ path: other, sha256 }] });
    expect(sha256At(other)).toBe(sha256);
    expect(readdirSync(dirname(other))).toEqual(['other.mp4']);
    expect(await fileStore.stat(address)).toBeDefined();
    expect(world.requests).toHaveLength(fetches);
  });

  test('that this process does not reach is fetched from the service, and where that has it no more, the ledger still knows the store', async () => {
    const { world, fileStore, library, id, address, sha256 } = await delivered();
    await using _ = world;
    await library.close();
    const without = world.open();
    const first = join(world.home, 'first.mp4');
    world.simulator.setScenario('content-lost:all');
    const [gone] = await without.resume([id], { output: first, watchSeconds: 60 });
    expect(gone).toMatchObject({ status: 'not_fetched', files: [{ path: address, sha256 }] });
    expect(existsSync(first)).toBe(false);
    await without.close();
    const again = world.open({ fileStore });
    const [resumed] = await again.resume([id], { output: first });
    expect(resumed).toMatchObject({ status: 'done', files: [{ path: first, sha256 }] });
    expect(sha256At(first)).toBe(sha256);
    expect(world.simulator.jobs).toHaveLength(1);
  });

  test('and is other bytes there by now, is fetched from the service', async () => {
    const { world, fileStore, library, id, address, sha256 } = await delivered();
    await using _ = world;
    const wrong = join(world.home, 'wrong.mp4');
    writeFileSync(wrong, 'not the clip');
    const facts = { bytes: 12, contentType: 'video/mp4', sha256: sha256At(wrong) };
    await fileStore.put(address, wrong, facts);
    const other = join(world.home, 'other.mp4');
    const [resumed] = await library.resume([id], { output: other });
    expect(resumed).toMatchObject({ status: 'done', files: [{ path: other, sha256 }] });
    expect(sha256At(other)).toBe(sha256);
  });
});

test('an attempt that is found after another one was delivered does not take the place of its file, although it may overwrite', async () => {
  await using world = await testShotcaller({ scenario: 'submit-reset' });
  const library = world.shotcaller;
  const output = join(world.home, 'out.mp4');
  writeFileSync(output, 'of before');
  const second = await library.run(order, {
    ...{ fallback: 1, allowTwoBills: true, output, overwrite: true },
    onProgress: ({ kind }) => kind === 'fallback' && world.simulator.setScenario(''),
  });
  if (second.id === null) throw new Error(second.status);
  expect(second).toMatchObject({ status: 'done', files: [{ path: output }] });
  const bytes = readFileSync(output);
  const lost = world.simulator.jobs.find(({ id }) => id !== second.remoteId)!;
  const [both] = await library.resume([second.id], { remoteId: lost.id });
  expect(both?.files.map(({ path }) => path).sort()).toEqual([join(world.home, 'out-2.mp4'), output]);
  expect(readFileSync(output).equals(bytes)).toBe(true);
  for (const { path, sha256 } of both!.files) {
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256);
  }
});
