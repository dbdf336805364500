import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openRegularFile, readRegularFile, readRegularFileSync } from '../../src/disk/regular-file.ts';
import { temporaryFolder } from '../catalog/list.ts';
import { shotcaller } from '../cli/command-line.ts';

/** A folder with one of everything that is no file. */
async function odds(): Promise<string> {
  const folder = await temporaryFolder();
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  mkdirSync(join(folder, 'folder'));
  const server = createServer().listen(join(folder, 'socket'));
  onTestFinished(() => void server.close());
  symlinkSync('/dev/zero', join(folder, 'device'));
  symlinkSync('pipe', join(folder, 'linked-pipe'));
  return folder;
}

const kinds = [
  ['pipe', 'pipe'],
  ['linked-pipe', 'pipe'],
  ['folder', 'folder'],
  ['socket', 'socket'],
  ['device', 'device'],
] as const;

describe.skipIf(process.platform === 'win32')('what is no regular file is refused at once', () => {
  test.each(kinds)('%s', async (name, kind) => {
    const path = join(await odds(), name);
    await expect(readRegularFile(path, { maxBytes: 100 })).rejects.toMatchObject({ name: 'NotAFileError', kind });
    expect(() => readRegularFileSync(path, { maxBytes: 100 })).toThrowError(expect.objectContaining({ kind }));
  });

  test.each(kinds)('%s as --first-frame, --requirements, --catalog and --evidence', async (name, kind) => {
    const path = join(await odds(), name);
    for (const flag of ['--first-frame', '--requirements', '--catalog', '--evidence', '--reference']) {
      const { code, talk } = await shotcaller(['pick', flag, path]);
      expect([flag, code]).not.toEqual([flag, 0]);
      expect(talk).toContain(kind);
    }
  });

  test('a file of the system without an end is read up to the bound', async () => {
    // Its size is said to be 0.
    await expect(readRegularFile('/proc/self/smaps', { maxBytes: 1000 })).rejects.toMatchObject({
      name: 'FileTooLargeError',
    });
    expect(() => readRegularFileSync('/proc/self/smaps', { maxBytes: 1000 })).toThrow('more than 1000 bytes');
  });

  test('a link is followed to a file that the user named, and nowhere else', async () => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, 'file'), 'text');
    symlinkSync('file', join(folder, 'link'));
    expect((await readRegularFile(join(folder, 'link'), { maxBytes: 4 })).toString()).toBe('text');
    expect(readRegularFileSync(join(folder, 'link'), { maxBytes: 4 }).toString()).toBe('text');
    await expect(openRegularFile(join(folder, 'link'))).rejects.toMatchObject({ kind: 'link' });
    await expect(readRegularFile(join(folder, 'file'), { maxBytes: 3 })).rejects.toMatchObject({ code: 'EFBIG' });
  });
});
