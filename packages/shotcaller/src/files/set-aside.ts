import { rename } from 'node:fs/promises';
import { regularFileBytes } from '../disk/regular-file.ts';
import { removeIfThere } from '../disk/remove-if-there.ts';

/**
 * What came of a clip is not thrown away before more of it is here: a try that begins anew leaves the most that came under a further
 * name, and takes it back if it does not get as far.
 */

/** `true`: the file has that further name now, and its own is free. */
export async function setAside(path: string): Promise<boolean> {
  const bytes = await bytesOf(path);
  if (bytes === 0 || bytes < (await bytesOf(asideOf(path)))) return false;
  return rename(path, asideOf(path)).then(
    () => true,
    () => false,
  );
}

/** Makes the longer of the two the file. */
export async function restoreLonger(path: string): Promise<void> {
  const aside = await bytesOf(asideOf(path));
  if (aside === 0) return;
  if (aside > (await bytesOf(path))) await rename(asideOf(path), path).catch(() => {});
  else await dropAside(path);
}

export async function dropAside(path: string): Promise<void> {
  await removeIfThere(asideOf(path)).catch(() => {});
}

/** No longer than the name itself, which is known to fit. */
function asideOf(path: string): string {
  return path.endsWith('.part') ? `${path.slice(0, -5)}.kept` : `${path}.kept`;
}

/** An empty one holds as much as none. */
async function bytesOf(path: string): Promise<number> {
  return (await regularFileBytes(path)) ?? 0;
}
