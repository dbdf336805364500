import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSidecar } from '../../src/files/sidecar.ts';
import { temporaryFolder } from '../catalog/list.ts';
import { clip, simulate } from '../jobs/simulated.ts';

async function run(prepare: (folder: string) => void, options: object = {}) {
  const folder = await temporaryFolder();
  prepare(folder);
  await using world = await simulate();
  const job = await world.open().run(clip, { output: join(folder, 'mug.mp4'), sidecar: true, ...options });
  if (job.status !== 'done') throw new Error(`The job is ${job.status}.`);
  return { folder, job, names: readdirSync(folder).sort() };
}

describe('a sidecar', () => {
  test('leaves the file of somebody else alone, and goes beside it', async () => {
    const { folder, names } = await run((at) => writeFileSync(join(at, 'mug.mp4.json'), '{"mine": true}'));
    expect(readFileSync(join(folder, 'mug.mp4.json'), 'utf8')).toBe('{"mine": true}');
    expect(names).toEqual(['mug.mp4', 'mug.mp4-2.json', 'mug.mp4.json']);
  });

  test('is not written through a planted link, nor is the clip with --overwrite', async () => {
    const victim = join(await temporaryFolder(), 'victim');
    writeFileSync(victim, 'precious');
    const { folder, names } = await run((at) => symlinkSync(victim, join(at, 'mug.mp4.json')), { overwrite: true });
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    expect(names).toContain('mug.mp4-2.json');
    expect(folder).toBeTruthy();
  });

  test('replaces an older one where overwriting was allowed, and is not put into a folder of its name', async () => {
    expect((await run((at) => writeFileSync(join(at, 'mug.mp4.json'), '{}'), { overwrite: true })).names).toEqual([
      'mug.mp4',
      'mug.mp4.json',
    ]);
    expect((await run((at) => mkdirSync(join(at, 'mug.mp4.json')), { overwrite: true })).names).toContain(
      'mug.mp4-2.json',
    );
  });

  test('of another job is not read as this one’s', async () => {
    const { folder, job } = await run(() => undefined);
    const path = join(folder, 'mug.mp4');
    const { sha256 } = job.files[0]!;
    expect(await readSidecar(path, { id: job.id, sha256 })).toContain(job.id);
    expect(await readSidecar(path, { id: 'other', sha256 })).toBeUndefined();
    expect(await readSidecar(path, { id: job.id, sha256: 'x' })).toBeUndefined();
  });

  test('fits beside a clip whose name is as long as a name may be', async () => {
    const { names } = await run(() => undefined, { output: join(await temporaryFolder(), `${'n'.repeat(251)}.mp4`) });
    expect(names).toEqual([]);
  });
});

test('a clip with a name of 238 bytes is bought and kept under it', async () => {
  const name = `${'n'.repeat(234)}.mp4`;
  await using world = await simulate();
  const job = await world.open().run(clip, { output: join(world.home, name) });
  expect(job).toMatchObject({ status: 'done', files: [{ path: join(world.home, name) }] });
  expect(world.simulator.jobs).toHaveLength(1);
});

test.each(['/dev/null', 'link.mp4', `${'n'.repeat(252)}.mp4`])('%s as output buys nothing', async (output) => {
  await using world = await simulate();
  const folder = await temporaryFolder();
  symlinkSync('gone', join(folder, 'link.mp4'));
  const path = output.startsWith('/') ? output : join(folder, output);
  const order = world.open().run(clip, { output: path, overwrite: true });
  await expect(order).rejects.toMatchObject({ code: 'output_unusable' });
  expect(world.simulator.jobs).toEqual([]);
});
