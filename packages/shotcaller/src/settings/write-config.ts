import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder } from '../disk/private-folder.ts';
import type { Config } from './config.ts';

/**
 * Writes `config.json` in the home folder, whole or not at all, readable by its owner only.
 *
 * @param suffix unguessable, for the name of the file that is renamed into place
 */
export async function writeConfig(home: string, config: Config, suffix: string): Promise<void> {
  makePrivateFolder(home);
  const path = join(home, 'config.json');
  const written = `${path}.${suffix}`;
  const file = await open(written, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(config, null, 2)}\n`);
    await file.sync();
    await file.close();
    await rename(written, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(written, { force: true });
    throw error;
  }
}
