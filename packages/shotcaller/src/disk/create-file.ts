import { constants } from 'node:fs';
import { type FileHandle, lstat, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a new file, as `createFile` makes it, to disk. */
export async function writeNewFile(path: string, pieces: AsyncIterable<Uint8Array> | Iterable<string>): Promise<void> {
  const file = await createFile(path);
  try {
    for await (const piece of pieces) await file.appendFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** More often than anybody who plays tricks can be unlucky. */
const mostTries = 10;

/**
 * Makes a new file for writing and reading. What has its name is removed first, never opened: it may be a link or a pipe that somebody
 * planted. A device is never removed, and takes or refuses the bytes itself. The file is as private as its folder: for its owner alone
 * where only the owner may enter. Throws what the system says.
 */
export async function createFile(path: string): Promise<FileHandle> {
  const isPrivate = ((await stat(dirname(path))).mode & 0o077) === 0;
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  for (let tries = 1; ; tries += 1) {
    try {
      return await open(path, flags, isPrivate ? 0o600 : 0o644);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries >= mostTries) throw error;
    }
    const found = await lstat(path).catch(() => undefined);
    if (found?.isCharacterDevice() || found?.isBlockDevice()) return open(path, constants.O_RDWR);
    await rm(path, { force: true });
  }
}
