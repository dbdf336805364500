import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clip, simulate } from './simulated.ts';

test('run buys one clip and brings it to its place, billed as the service bills it', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  const states: string[] = [];
  const job = await shotcaller.run(clip, {
    output: join(world.home, 'mug.mp4'),
    sidecar: true,
    onProgress: (event) => event.kind === 'state' && states.push(event.job.state),
  });
  expect(job).toMatchObject({ status: 'done', repeated: false, detached: false, unknownBills: 0 });
  if (job.status !== 'done') throw new Error('not done');
  expect(states).toEqual(['reserved', 'submitting', 'submitted', 'running', 'downloading', 'done']);
  expect(world.simulator.jobs).toHaveLength(1);
  expect(job.files).toHaveLength(1);
  expect(job.files[0]).toMatchObject({ path: join(world.home, 'mug.mp4'), differences: [] });
  expect((await stat(job.files[0]!.path)).size).toBe(job.files[0]!.bytes);
  expect(Number(job.billedUsd)).toBe(Number(world.simulator.bills[0]!.usd));
  const sidecar = JSON.parse(await readFile(`${job.files[0]!.path}.json`, 'utf8'));
  expect(sidecar).toMatchObject({
    id: job.id,
    model: job.model,
    jobId: job.jobId,
    file: { sha256: job.files[0]!.sha256 },
  });
  expect(JSON.stringify(sidecar)).not.toContain('sk-or-test');
});
