import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hastyClock } from '../jobs/simulated.ts';
import { shotcaller } from './command-line.ts';

const clip = ['run', '--prompt', 'a boat', '--duration', '4', '--resolution', '720p', '--no-audio'];
const named = ['--model', 'google/veo-3.1-lite', '--catalog', 'bundled'];

/** A folder with files in it, and the embedded simulator. */
function folderWith(...files: readonly string[]) {
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-place-'));
  const folder = join(home, 'work');
  mkdirSync(folder);
  for (const file of files) writeFileSync(join(folder, file), 'of somebody');
  const call = (...words: readonly string[]) =>
    shotcaller(words, { home, workingFolder: folder, jobClock: hastyClock });
  return { folder, call };
}

const fileLine = (talk: string) => /^ {2}File: (.*)$/m.exec(talk)?.[1];

describe('the line File: before the purchase names the file that is then written', () => {
  test.each<[string, readonly string[], readonly string[], string, string | undefined]>([
    ['a free name', [], ['--output', 'fox.mp4'], 'fox.mp4', undefined],
    [
      'a taken name',
      ['fox.mp4'],
      ['--output', 'fox.mp4'],
      'fox-2.mp4, since fox.mp4 exists',
      'a file of that name exists',
    ],
    [
      'a name taken twice',
      ['fox.mp4', 'fox-2.mp4'],
      ['--output', 'fox.mp4'],
      'fox-3.mp4, since fox.mp4 exists',
      'a file of that name exists',
    ],
    [
      'another container',
      [],
      ['--output', 'x.mov'],
      'x.mp4, since clips come as MP4, not MOV',
      'the clip is MP4, not MOV',
    ],
    [
      'another container, whose name is taken',
      ['x.mp4'],
      ['--output', 'x.webm'],
      'x-2.mp4, since clips come as MP4, not WEBM, and x.mp4 exists',
      'the clip is MP4, not WEBM, and a file of that name exists',
    ],
    [
      '--overwrite',
      ['fox.mp4'],
      ['--output', 'fox.mp4', '--overwrite'],
      'fox.mp4, in place of the file that is there',
      undefined,
    ],
    [
      '--overwrite of another container, which replaces nothing',
      ['x.mov', 'x.mp4'],
      ['--output', 'x.mov', '--overwrite'],
      'x-2.mp4, since clips come as MP4, not MOV, and x.mp4 exists',
      'the clip is MP4, not MOV, and a file of that name exists',
    ],
    ['a name of something else', [], ['--output', 'note.txt'], 'note.txt, an MP4 in spite of its name', undefined],
    ['a name that says no container', [], ['--output', 'clip'], 'clip', undefined],
    ['a template', [], ['--output', '{model}.mp4'], 'google-veo-3.1-lite.mp4', undefined],
  ])('%s', async (_name, files, words, told, savedAs) => {
    const { folder, call } = folderWith(...files);
    const { code, out, talk } = await call(...clip, ...named, ...words);
    expect(code).toBe(0);
    expect(fileLine(talk)).toBe(join(folder, told));
    const path = out.trim();
    expect(basename(path)).toBe(told.split(',')[0]);
    expect(readdirSync(folder).sort()).toEqual([...new Set([...files, basename(path)])].sort());
    if (savedAs === undefined) expect(talk).not.toContain('Saved as');
    else expect(talk).toContain(`Saved as ${basename(path)}, not ${words[1]}: ${savedAs}.`);
  });

  test('a folder that is there, or is written as one, gets a new file', async () => {
    const { folder, call } = folderWith();
    mkdirSync(join(folder, 'clips'));
    for (const output of ['clips', 'clips/', 'new/']) {
      const { out, talk } = await call(...clip, ...named, '--output', output);
      const place = join(folder, output.replace('/', ''));
      expect(fileLine(talk)).toBe(`a new one in ${place}`);
      expect(out.trim().startsWith(`${place}/google-veo-3.1-lite-`)).toBe(true);
    }
  });

  test('what only the job knows stands in braces', async () => {
    const { folder, call } = folderWith();
    const { out, talk } = await call(...clip, ...named, '--output', '{id}.mp4');
    expect(fileLine(talk)).toBe(`${folder}/{id}.mp4, where {id} is the id of the job`);
    expect(existsSync(out.trim())).toBe(true);
  });
});

test('resume says, too, that a clip has another name than was asked for', async () => {
  const { folder, call } = folderWith('kept.mp4');
  await call(...clip, ...named, '--output', 'fox.mp4');
  const [{ id }] = JSON.parse((await call('jobs', '--json')).out);
  const { code, talk } = await call('resume', id, '--output', 'kept.mp4');
  expect(code).toBe(0);
  expect(talk).toContain('Saved as kept-2.mp4, not kept.mp4: a file of that name exists.');
  expect(readdirSync(folder).sort()).toEqual(['fox.mp4', 'kept-2.mp4', 'kept.mp4']);
});
