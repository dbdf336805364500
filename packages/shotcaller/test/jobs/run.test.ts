import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clip, hastyClock, simulate } from './simulated.ts';

test('run buys one clip and brings it to its place, billed as the service bills it', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  const states: string[] = [];
  const attempt = await shotcaller.run(clip, {
    output: join(world.home, 'mug.mp4'),
    sidecar: true,
    onProgress: (event) => event.kind === 'state' && states.push(event.attempt.state),
  });
  expect(attempt).toMatchObject({ status: 'done', repeated: false, detached: false, unknownBills: 0 });
  if (attempt.status !== 'done') throw new Error('not done');
  // On a busy machine the first look comes when the clip is ready.
  expect(states.filter((state) => state !== 'running')).toEqual(['submitting', 'submitted', 'downloading', 'done']);
  expect(world.simulator.jobs).toHaveLength(1);
  expect(attempt.files).toHaveLength(1);
  expect(attempt.files[0]).toMatchObject({ path: join(world.home, 'mug.mp4'), differences: [] });
  expect((await stat(attempt.files[0]!.path)).size).toBe(attempt.files[0]!.bytes);
  expect(Number(attempt.billedUsd)).toBe(Number(world.simulator.bills[0]!.usd));
  const sidecar = JSON.parse(await readFile(`${attempt.files[0]!.path}.json`, 'utf8'));
  expect(sidecar).toMatchObject({
    id: attempt.id,
    model: attempt.model,
    remoteId: attempt.remoteId,
    file: { sha256: attempt.files[0]!.sha256 },
  });
  expect(JSON.stringify(sidecar)).not.toContain('sk-or-test');
});

test('the id of a job has the time of the clock that was handed in, so that ids sort by it', async () => {
  await using world = await simulate();
  const startMs = Date.UTC(2031, 0, 1);
  // As `performance.now()` counts: not in whole milliseconds.
  const clock = { ...hastyClock, now: () => startMs + performance.now() + 0.5 };
  const { id } = await world.open({ clock }).submit(clip);
  const [, atMs = ''] = /^shot-([0-9a-z]+)-[0-9A-Za-z]{14}$/.exec(id ?? '') ?? [];
  expect(new Date(Number.parseInt(atMs, 36)).getUTCFullYear()).toBe(2031);
});
