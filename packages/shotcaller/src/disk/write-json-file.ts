import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makePrivateFolder } from './private-folder.ts';

/**
 * Writes a JSON file whole or not at all, synced, readable by its owner only. Its folder is made when missing.
 *
 * @param suffix unguessable, for the name of the file that is renamed into place
 */
export async function writeJsonFile(path: string, content: unknown, suffix: string): Promise<void> {
  makePrivateFolder(dirname(path));
  const written = `${path}.${suffix}`;
  const file = await open(written, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await file.sync();
    await file.close();
    await rename(written, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(written, { force: true });
    throw error;
  }
}
