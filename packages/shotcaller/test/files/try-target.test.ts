import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { besideName, chooseTarget, firstFree } from '../../src/files/target.ts';
import { tryTarget } from '../../src/files/try-target.ts';
import { temporaryFolder } from '../catalog/list.ts';
import { sampleAttempt } from '../jobs/sample-job.ts';

describe('a place for a clip is tried before one is bought', () => {
  test.each<[string, string | undefined]>([
    ['a name', 'mug.mp4'],
    ['a name that is taken: the clip is put beside it', 'taken.mp4'],
    ['a name of 238 bytes', `${'n'.repeat(234)}.mp4`],
    ['a name of 255 bytes', `${'n'.repeat(251)}.mp4`],
    ['folders that are to be made', 'a/b/c/mug.mp4'],
    ['a folder', './'],
    ['the folder itself', '.'],
    ['no name', ''],
    ['a path of many folders', `${'d/'.repeat(1500)}mug.mp4`],
    ['a link to a folder', 'linked/mug.mp4'],
    ['a template', `${'n'.repeat(200)}{model}.mp4`],
    ['nothing', undefined],
  ])('%s will do, and nothing is left there', async (_name, output) => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, 'taken.mp4'), '');
    symlinkSync('.', join(folder, 'linked'));
    expect(tryTarget(output, folder)).toBeUndefined();
    expect(readdirSync(folder).sort()).toEqual(['linked', 'taken.mp4']);
  });

  test.each<[string, string, string]>([
    ['a name of 256 bytes', `${'n'.repeat(252)}.mp4`, '256 bytes, which is too long'],
    ['a name of 130 letters and 260 bytes', 'ü'.repeat(130), 'too long'],
    ['a folder with too long a name', `${'n'.repeat(300)}/mug.mp4`, 'too long'],
    ['a path of 5,000 bytes, of short names', `${'d/'.repeat(2500)}mug.mp4`, 'is a path of'],
    ['a template at the end of such a path', `${'d/'.repeat(2200)}{id}.mp4`, 'too long for this system'],
    ['a device', '/dev/null', 'is a device, not a file'],
    ['a pipe', 'pipe', 'is a pipe, not a file'],
    ['a link', 'link.mp4', 'is a link, not a file'],
    ['a link that leads nowhere', 'nowhere.mp4', 'is a link, not a file'],
    ['a file in place of a folder', 'file/mug.mp4', 'is no folder'],
    ['a file with a slash behind it', 'file/', 'is no folder'],
    ['a folder that takes no files', '/proc/self/mug.mp4', 'cannot be written'],
    ['a NUL', 'a\u0000b.mp4', 'has a NUL in it'],
  ])('%s will not', async (_name, output, problem) => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    symlinkSync('file', join(folder, 'link.mp4'));
    symlinkSync('gone', join(folder, 'nowhere.mp4'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(tryTarget(output, folder)?.problem).toContain(problem);
  });
});

describe('further names', () => {
  test.each(['mug.mp4', `${'n'.repeat(251)}.mp4`, `${'ü'.repeat(125)}.mp4`, 'n'.repeat(255)])(
    'beside %s fit where it fits',
    async (name) => {
      const folder = await temporaryFolder();
      const path = join(folder, name);
      writeFileSync(path, '');
      const further = firstFree(path);
      writeFileSync(further, '');
      writeFileSync(firstFree(path), '');
      writeFileSync(besideName(path), '', { flag: 'wx' });
      expect(new Set(readdirSync(folder)).size).toBe(4);
    },
  );

  test('count links that lead nowhere as taken', async () => {
    const folder = await temporaryFolder();
    symlinkSync('gone', join(folder, 'mug.mp4'));
    expect(basename(firstFree(join(folder, 'mug.mp4')))).toBe('mug-2.mp4');
  });

  test('that are filled in are cut to what fits everywhere', async () => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, 'x'));
    const attempt = sampleAttempt({ model: 'm'.repeat(300), id: 'i'.repeat(300) });
    const target = chooseTarget(attempt, { folder, overwrite: false, output: '{model}-{id}-{model}.mp4' });
    expect(Buffer.byteLength(basename(target))).toBeLessThanOrEqual(143);
    expect(target).toMatch(/\.mp4$/);
  });
});
