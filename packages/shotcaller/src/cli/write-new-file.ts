import { writeFile } from 'node:fs/promises';
import { UsageError } from './usage-error.ts';

/**
 * Writes a file that a command was asked for.
 *
 * @throws UsageError when it is there already and may not be replaced, or cannot be written
 */
export async function writeNewFile(
  path: string,
  text: string,
  { overwrite }: { readonly overwrite: boolean },
): Promise<void> {
  try {
    await writeFile(path, text, { flag: overwrite ? 'w' : 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'EEXIST'
        ? `${path} exists already. Choose another name, or replace it with --overwrite.`
        : `${path} cannot be written (${code}). Choose another place.`,
    );
  }
}
