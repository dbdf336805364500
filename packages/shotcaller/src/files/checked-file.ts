import type { BigIntStats } from 'node:fs';
import { type FileHandle, lstat } from 'node:fs/promises';
import { openRegularFile } from '../disk/regular-file.ts';
import { sha256OfFile } from '../disk/sha256-of.ts';
import { forgetOldest } from '../forget-oldest.ts';

/** Files that were found to have a hash, by hash and path: what they looked like then. The oldest go first. */
const known = new Map<string, string>();
const mostKnown = 10_000;

/**
 * Opens a file that was checked before, if it is still that file: no link, and the bytes have this hash. They are hashed again whenever
 * the file looks different from when that was last found out. `undefined`: it is gone, or another file has its name.
 */
export async function openCheckedFile(path: string, sha256: string): Promise<FileHandle | undefined> {
  const handle = await openRegularFile(path).catch(() => undefined);
  if (!handle) return undefined;
  let isSame = false;
  try {
    const looks = await looksNow(handle);
    const key = keyOf(path, sha256);
    isSame =
      known.get(key) === looks || ((await sha256OfFile(handle)) === sha256 && (await looksNow(handle)) === looks);
    known.delete(key);
    if (isSame) remember(key, looks);
  } finally {
    if (!isSame) await handle.close();
  }
  return isSame ? handle : undefined;
}

/** Takes note of a file that this process has just hashed while it wrote it, and named: it need not be read to be handed out. */
export async function noteChecked(path: string, sha256: string): Promise<void> {
  const found = await lstat(path, { bigint: true }).catch(() => undefined);
  if (found?.isFile()) remember(keyOf(path, sha256), looksOf(found));
}

function remember(key: string, looks: string): void {
  known.set(key, looks);
  forgetOldest(known, mostKnown);
}

function keyOf(path: string, sha256: string): string {
  return `${sha256} ${path}`;
}

/** The time of the last change of the file's record cannot be set by hand, as its other times can. */
function looksOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join('/');
}

async function looksNow(handle: FileHandle): Promise<string> {
  return looksOf(await handle.stat({ bigint: true }));
}
