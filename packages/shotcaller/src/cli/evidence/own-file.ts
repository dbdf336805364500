import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { makePrivateFolder } from '../../disk/private-folder.ts';
import { readSettings } from '../../settings/settings.ts';
import type { CommandContext } from '../context.ts';

/** The file that evidence of your own is in: that of `--evidence`, else `evidence.json` in the home folder. */
export function ownFilePath({
  flags,
  environment,
  workingFolder,
}: Pick<CommandContext, 'flags' | 'environment' | 'workingFolder'>): string {
  const named = flags.text('evidence');
  return named === undefined ? join(readSettings(environment).home, 'evidence.json') : resolve(workingFolder, named);
}

/** Writes it whole or not at all, readable by its owner only. */
export async function writeOwnFile(path: string, content: unknown): Promise<void> {
  makePrivateFolder(dirname(path));
  const written = `${path}.${randomBytes(8).toString('hex')}.part`;
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
