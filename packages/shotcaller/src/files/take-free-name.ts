import { link as hardLink, lstat, open, readFile, rename } from 'node:fs/promises';

/** Names that are tried when each is taken between being found free and being used. */
export const mostNames = 100;

/** Something else was quicker each time. What was to get the name stays where it is. */
export function namesTaken(path: string): NodeJS.ErrnoException {
  const message = `${mostNames} names like ${path} were taken by something else, one after the other. The clip is paid for and on this machine. Choose another folder, or end what takes the names; then resume the job, which buys nothing.`;
  return Object.assign(new Error(message), { code: 'EEXIST', syscall: 'link', path });
}

export interface TakeFreeNameOptions {
  /**
   * Stands in the reserved file until the real one takes its place, so that after a crash the reservation is known again. Must
   * be this job's alone.
   */
  readonly mark: string;
  /** Default Node's. Some file systems (exFAT, FAT32, some network folders) have no hard links, and it throws. */
  readonly link?: (existingPath: string, newPath: string) => Promise<void>;
}

/**
 * Gives a file a name that nothing has. A hard link does that in one step; where there are none, the name is reserved by creating
 * it exclusively and the file is renamed over that reservation. Nothing of others is overwritten, however many do this at once.
 *
 * @returns `taken`: something else has the name, and nothing was done. After `given` the old name may still be there.
 */
export async function takeFreeName(
  partPath: string,
  path: string,
  { mark, link = hardLink }: TakeFreeNameOptions,
): Promise<'taken' | 'given'> {
  try {
    await link(partPath, path);
    return 'given';
  } catch (error) {
    // Whatever else is wrong here, reserving meets it too and names it.
    if (!isTaken(error) && (await reserve(path, mark))) {
      await rename(partPath, path);
      return 'given';
    }
  }
  // A process of this job reserved the name and died.
  if (!(await holds(path, mark))) return 'taken';
  await rename(partPath, path);
  return 'given';
}

/** Creates the file with the mark in it; `false`: something is there. */
async function reserve(path: string, mark: string): Promise<boolean> {
  const handle = await open(path, 'wx').catch((error) => {
    if (isTaken(error)) return undefined;
    throw error;
  });
  if (!handle) return false;
  try {
    await handle.writeFile(mark);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return true;
}

async function holds(path: string, mark: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.size === Buffer.byteLength(mark) && found.isFile() && (await readFile(path, 'utf8')) === mark;
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EEXIST';
}
