import { unlink } from 'node:fs/promises';

/** Removes a file, or a link, never what it leads to. One call of the system, where `rm` looks before it and after. */
export async function removeIfThere(path: string): Promise<void> {
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
