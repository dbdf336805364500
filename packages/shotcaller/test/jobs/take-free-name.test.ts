import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobReasonSentence } from '@shotcaller/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeFreeName } from '../../src/files/take-free-name.ts';
import { firstFree } from '../../src/files/target.ts';
import type { Retrieve } from '../../src/jobs/steps/keep-file.ts';
import { clip, simulate } from './simulated.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shotcaller-name-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As on exFAT. */
const noHardLinks = {
  link: async () => {
    throw Object.assign(new Error('operation not permitted'), { code: 'EPERM', syscall: 'link' });
  },
};

describe.each<[string, object]>([
  ['with hard links', {}],
  ['without hard links', noHardLinks],
])('%s', (_name, fileSystem) => {
  const take = (part: string, mark = `kept for ${part}`) =>
    takeFreeName(join(folder, part), join(folder, 'clip.mp4'), { mark, ...fileSystem });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');

  test('a file gets a name that nothing has', async () => {
    writeFileSync(join(folder, 'one.part'), 'the clip');
    expect(await take('one.part')).toBe('given');
    expect(read('clip.mp4')).toBe('the clip');
  });

  test.each([
    ['another file', 'a clip of others'],
    ['an empty file', ''],
    ['the reservation of another job', 'kept for two.part'],
  ])('%s of that name stays as it is', async (_what, content) => {
    writeFileSync(join(folder, 'clip.mp4'), content);
    writeFileSync(join(folder, 'one.part'), 'the clip');
    expect(await take('one.part')).toBe('taken');
    expect(read('clip.mp4')).toBe(content);
    expect(read('one.part')).toBe('the clip');
  });

  test('a name that this job had reserved when its process died is still its own', async () => {
    writeFileSync(join(folder, 'clip.mp4'), 'kept for one.part');
    writeFileSync(join(folder, 'one.part'), 'the clip');
    expect(await take('one.part')).toBe('given');
    expect(read('clip.mp4')).toBe('the clip');
  });

  test('of forty that go for one name at once one gets it, and no file is lost', async () => {
    const parts = Array.from({ length: 40 }, (_, number) => `${number}.part`);
    for (const part of parts) writeFileSync(join(folder, part), `clip of ${part}`);
    const answers = await Promise.all(parts.map((part) => take(part)));
    const winners = parts.filter((_, index) => answers[index] === 'given');
    expect(winners).toHaveLength(1);
    expect(read('clip.mp4')).toBe(`clip of ${winners[0]}`);
    const losers = parts.filter((part) => part !== winners[0]);
    expect(losers.map(read)).toEqual(losers.map((part) => `clip of ${part}`));
  });
});

test('without hard links only the clip is left, under its name', async () => {
  writeFileSync(join(folder, 'one.part'), 'the clip');
  await takeFreeName(join(folder, 'one.part'), join(folder, 'clip.mp4'), { mark: 'kept', ...noHardLinks });
  expect(readdirSync(folder)).toEqual(['clip.mp4']);
});

test('what really is wrong with the folder is said', async () => {
  writeFileSync(join(folder, 'one.part'), 'the clip');
  const take = takeFreeName(join(folder, 'one.part'), join(folder, 'gone/clip.mp4'), { mark: 'kept', ...noHardLinks });
  await expect(take).rejects.toMatchObject({ code: 'ENOENT', syscall: 'open' });
});

test('where something takes every name, the clip stays beside them; how to go on is said, and going on buys nothing', async () => {
  await using world = await simulate();
  let next = join(folder, 'clip.mp4');
  const checkpoint = (name: string) => {
    if (name !== 'download:before_rename') return;
    next = firstFree(next);
    writeFileSync(next, 'of others');
  };
  const first = await world.open({ checkpoint }).run(clip, { output: join(folder, 'clip.mp4') });
  expect(first).toMatchObject({ status: 'not_fetched', reason: { code: 'file_not_written', errno: 'EEXIST' } });
  if (first.id === null || first.reason === null) throw new Error('not bought');
  expect(jobReasonSentence(first.reason)).toMatch(
    /finished and billed.*100 names like .*Choose another folder.*buys nothing/,
  );
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toHaveLength(1);
  const [second] = await world.open().resume([first.id], { output: join(folder, 'elsewhere', 'clip.mp4') });
  expect(second).toMatchObject({ status: 'done', files: [{ path: join(folder, 'elsewhere', 'clip.mp4') }] });
  expect(world.simulator.jobs).toHaveLength(1);
});

test.each<[string, (part: string) => void]>([
  ['is cut short', (part) => truncateSync(part, 100)],
  ['is taken away', (part) => rmSync(part)],
])('a temporary file that %s by another process is never taken for the clip: it is fetched again', async (_, touch) => {
  await using world = await simulate();
  let touched = false;
  const checkpoint = (name: string) => {
    const part = readdirSync(folder).find((file) => file.endsWith('.part'));
    if (name !== 'download:before_rename' || touched || !part) return;
    touched = true;
    touch(join(folder, part));
  };
  const output = join(folder, 'clip.mp4');
  const result = await world.open({ checkpoint }).run(clip, { output });
  expect(result).toMatchObject({ status: 'done', files: [{ path: output }] });
  expect(touched).toBe(true);
  const { bytes, sha256 } = result.files[0]!;
  expect(createHash('sha256').update(readFileSync(output)).digest('hex')).toBe(sha256);
  expect(statSync(output).size).toBe(bytes);
  expect(readdirSync(folder)).toEqual(['clip.mp4']);
  expect(world.simulator.jobs).toHaveLength(1);
});

test('a name that others took during the download is left to them; the one beside it is kept through a crash', async () => {
  await using world = await simulate();
  const output = join(folder, 'clip.mp4');
  const retrieve: Retrieve = async ({ partPath }) => {
    writeFileSync(partPath, 'the clip');
    writeFileSync(output, 'a clip of others');
    const sha256 = createHash('sha256').update('the clip').digest('hex');
    return { bytes: 8, sha256, durationSeconds: 4, width: 1, height: 1, hasAudio: false, differences: [] };
  };
  // The step fails once where the file has its name and the ledger does not yet say done.
  let failures = 1;
  const checkpoint = (name: string) => {
    if (name === 'download:linked' && failures-- > 0) throw new Error('cut off');
  };
  const attempt = await world.open({ retrieve, checkpoint }).run(clip, { output });
  expect(attempt).toMatchObject({ status: 'done', files: [{ path: join(folder, 'clip-2.mp4') }] });
  expect(readdirSync(folder).sort()).toEqual(['clip-2.mp4', 'clip.mp4']);
  expect(readFileSync(output, 'utf8')).toBe('a clip of others');
});
