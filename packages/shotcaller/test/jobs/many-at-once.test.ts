import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clip, simulate } from './simulated.ts';

/** What Node warns of while the work is under way. */
async function warningsDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
  const warnings: string[] = [];
  const note = ({ name, message, stack }: Error) => void warnings.push(`${name}: ${message} ${stack}`);
  process.on('warning', note);
  onTestFinished(() => void process.off('warning', note));
  await work();
  // A warning is told in the turn after.
  await new Promise((resolve) => setImmediate(resolve));
  return warnings;
}

test('many jobs under one signal leave no warning of listeners', async () => {
  await using service = await simulate();
  const shotcaller = service.open();
  const { signal } = new AbortController();
  const warnings = await warningsDuring(() =>
    Promise.all(
      Array.from({ length: 14 }, () => shotcaller.run(clip, { model: 'bytedance/seedance-1-5-pro', signal })),
    ),
  );
  expect(warnings).toEqual([]);
});

test('many shots of a batch leave no warning of listeners', async () => {
  await using service = await simulate();
  const outFolder = await mkdtemp(join(tmpdir(), 'shotcaller-many-'));
  onTestFinished(() => rm(outFolder, { recursive: true, force: true }));
  const { batch } = service.open();
  const rows = Array.from({ length: 14 }, (_, at) => `s${at},mug ${at},4,480p,no,bytedance/seedance-2.0-fast`);
  const csv = ['id,prompt,duration,resolution,audio,model', ...rows].join('\n');
  const { signal } = new AbortController();
  const warnings = await warningsDuring(async () => {
    const plan = await batch.plan(await batch.readListText(csv, 'csv', { name: 'many' }), {});
    const { clips } = await batch.run(plan, { outFolder, signal, concurrency: 14 });
    expect(clips.map(({ state }) => state)).toEqual(rows.map(() => 'done'));
  });
  expect(warnings).toEqual([]);
});
