import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, watch, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { putInPlace } from '../../src/batch/run/put-in-place.ts';

async function delivered(bytes: Buffer) {
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-place-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const folder = join(home, 'film');
  await mkdir(folder);
  const path = join(home, 'clip.mp4');
  writeFileSync(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const facts = { durationSeconds: 4, width: 1, height: 1, hasAudio: false, differences: [] };
  return { folder, wanted: join(folder, 'lake.mp4'), file: { path, bytes: bytes.length, sha256, ...facts } };
}

test('a clip gets its name in the folder when it is whole, so that a kill leaves no half of one under it', async () => {
  const bytes = Buffer.concat(Array.from({ length: 32 }, () => randomBytes(2 ** 20)));
  const { folder, wanted, file } = await delivered(bytes);
  const lengths = new Set<number>();
  const watcher = watch(folder, (_, name) => {
    const length = name === 'lake.mp4' ? statSync(wanted, { throwIfNoEntry: false })?.size : undefined;
    if (length !== undefined) lengths.add(length);
  });
  expect(await putInPlace(file, wanted)).toEqual({ ...file, path: wanted });
  await expect.poll(() => [...lengths]).toEqual([bytes.length]);
  watcher.close();
  expect(readFileSync(wanted).equals(bytes)).toBe(true);
});

test('what a killed copy has left is replaced, and nothing of it stays', async () => {
  const { folder, wanted, file } = await delivered(randomBytes(1000));
  const part = createHash('sha256').update(`${file.sha256} ${wanted}`).digest('hex').slice(0, 24);
  writeFileSync(join(folder, `shotcaller-${part}.part`), 'half');
  expect(await putInPlace(file, wanted)).toMatchObject({ path: wanted });
  expect(readdirSync(folder)).toEqual(['lake.mp4']);
  expect(readFileSync(wanted).equals(readFileSync(file.path))).toBe(true);
});

test('a clip that is nowhere any more is no file; a copy that is there is one', async () => {
  const { wanted, file } = await delivered(randomBytes(1000));
  await putInPlace(file, wanted);
  rmSync(file.path);
  expect(await putInPlace(file, wanted)).toMatchObject({ path: wanted });
  writeFileSync(wanted, randomBytes(1000));
  expect(await putInPlace(file, wanted)).toBeNull();
});
