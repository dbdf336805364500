import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ImageInputError } from '../src/index.ts';
import { testShotcaller } from '../src/testing.ts';

let folder: string;
let path: string;
const bytes = PNG.sync.write(Object.assign(new PNG({ width: 720, height: 1280 }), {}));
const dataUrl = `data:image/png;base64,${bytes.toString('base64')}`;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shotcaller-pictures-'));
  path = join(folder, 'mug.png');
  writeFileSync(path, bytes);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const clip = { prompt: 'steam rises', durationSeconds: 5, resolution: '720p' } as const;

test('a first frame that is a path goes into the request as the file, and is bought once', async () => {
  await using world = await testShotcaller();
  const job = await world.shotcaller.run({ ...clip, firstFrame: path }, { profile: 'fastAndCheap' });
  expect(job.status).toBe('done');
  const [{ request } = { request: {} }] = world.simulator.jobs;
  expect(JSON.stringify(request)).toContain(dataUrl);
});

test('last frames and references may be paths as well; quotes and previews take them', async () => {
  await using world = await testShotcaller();
  const framed = await world.shotcaller.preview({ ...clip, firstFrame: path, lastFrame: path });
  expect(framed.kind === 'plan' && JSON.stringify(framed.body).split(dataUrl)).toHaveLength(3);
  const referenced = await world.shotcaller.preview({ ...clip, references: [path] });
  expect(referenced.kind === 'plan' && JSON.stringify(referenced.body)).toContain(dataUrl);
  expect((await world.shotcaller.quote({ ...clip, firstFrame: path })).length).toBeGreaterThan(1);
});

test.each([
  ['a file that is not there', 'no-such.png'],
  ['a file that is no picture', 'text.png'],
])('%s is told before anything is bought', async (_what, name) => {
  writeFileSync(join(folder, 'text.png'), 'not a picture');
  await using world = await testShotcaller();
  const run = world.shotcaller.run({ ...clip, firstFrame: join(folder, name) });
  await expect(run).rejects.toThrow(ImageInputError);
  expect(world.simulator.jobs).toHaveLength(0);
});

test('what is no path is refused by the schema as before', async () => {
  await using world = await testShotcaller();
  await expect(world.shotcaller.quote({ ...clip, firstFrame: 'ftp://example.com/mug.png' })).rejects.toThrow(
    'firstFrame',
  );
});
