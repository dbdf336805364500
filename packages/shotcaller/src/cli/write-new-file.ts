import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { isRegularFile } from '../disk/regular-file.ts';
import { writeWholeFile } from '../disk/write-whole-file.ts';
import { UsageError } from './usage-error.ts';

/**
 * Writes a file that a command was asked for, whole or not at all: what it was to replace stays where there is no room for it.
 *
 * @throws UsageError when it is there already and may not be replaced, or cannot be written
 */
export async function writeNewFile(
  path: string,
  text: string,
  { overwrite }: { readonly overwrite: boolean },
): Promise<void> {
  try {
    if (!overwrite || !existsSync(path)) await createWhole(path, text);
    else if (await isRegularFile(path)) await writeWholeFile(path, text, { isPrivate: false });
    // A device or a link takes what is written itself.
    else await writeFile(path, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'EEXIST'
        ? `${path} exists already. Choose another name, or replace it with --overwrite.`
        : `${path} cannot be written (${code}). Choose another place.`,
    );
  }
}

async function createWhole(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    // Of an open file the system names no path: it was made here.
    if ((error as NodeJS.ErrnoException).path === undefined) await rm(path, { force: true });
    throw error;
  }
}
