import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRegularFile } from '../../disk/regular-file.ts';
import { removeIfThere } from '../../disk/remove-if-there.ts';
import { sha256Of } from '../../disk/sha256-of.ts';
import { noteChecked, openCheckedFile } from '../../files/checked-file.ts';
import { copyCheckedFile } from '../../files/copy-checked-file.ts';
import { isStoreAddress } from '../../files/stores/store-address.ts';
import { syncFolder } from '../../files/sync-folder.ts';
import { takeFreeName } from '../../files/take-free-name.ts';
import { isTaken, namesFor } from '../../files/target.ts';
import type { JobFile } from '../../jobs/job.ts';

/**
 * Where a delivered clip is in the folder of the batch. One that was bought into another folder is copied to where it is wanted; what is
 * there stays, and counts as the clip only when its bytes are the clip's. `null`: the clip is nowhere on this machine.
 */
export async function putInPlace(file: JobFile | null, wanted: string): Promise<JobFile | null> {
  if (!file || isStoreAddress(file.path)) return file;
  const folder = dirname(wanted);
  if (dirname(file.path) === folder) return (await isRegularFile(file.path)) ? file : null;
  // A copy that was killed has this name alone, and the next one begins it anew.
  const partPath = join(folder, `shotcaller-${sha256Of(`${file.sha256} ${wanted}`).slice(0, 24)}.part`);
  let isCopied = false;
  try {
    for (const path of namesFor(wanted)) {
      if (await isClip(path, file)) return { ...file, path };
      if (isTaken(path)) continue;
      isCopied ||= await copyCheckedFile(file, partPath);
      if (!isCopied) return null;
      if ((await takeFreeName(partPath, path, { mark: `shotcaller keeps this name for ${partPath}\n` })) === 'taken')
        continue;
      await syncFolder(folder);
      await noteChecked(path, file.sha256);
      return { ...file, path };
    }
  } finally {
    await removeIfThere(partPath);
  }
  return null;
}

async function isClip(path: string, { sha256, bytes }: JobFile): Promise<boolean> {
  // Its length tells of nearly every other file that it is another one, and nothing is read.
  const found = await lstat(path).catch(() => undefined);
  if (found?.size !== bytes) return false;
  const handle = await openCheckedFile(path, sha256);
  await handle?.close();
  return handle !== undefined;
}
