import { promises } from 'node:fs';
import { dirname } from 'node:path';
import { makePrivateFolder } from './private-folder.ts';

/**
 * Writes a file in one step: whoever reads it meanwhile, and a process that is killed, sees the old one or the new one, never half of it.
 * Throws what the system says, of the file itself.
 */
export async function writeWholeFile(
  path: string,
  text: string,
  options: {
    /** Readable by its owner only, in a folder that is made when it is missing. Default true. */
    readonly isPrivate?: boolean;
    /** On disk when the promise resolves, for what cannot be had again. Default false. */
    readonly isSynced?: boolean;
  } = {},
): Promise<void> {
  const { isPrivate = true, isSynced = false } = options;
  if (isPrivate) makePrivateFolder(dirname(path));
  const part = `${path}.${crypto.randomUUID()}.part`;
  try {
    await promises.writeFile(part, text, { flag: 'wx', flush: isSynced, ...(isPrivate && { mode: 0o600 }) });
    await promises.rename(part, path);
  } catch (error) {
    await promises.rm(part, { force: true }).catch(() => {});
    throw underName(error, path);
  }
}

/** An error of the system under the name that its reader knows: of a full disk it names no file, else one that only we know. */
export function underName(error: unknown, path: string): unknown {
  const isOfSystem = error instanceof Error && 'code' in error && 'syscall' in error;
  return isOfSystem ? Object.assign(error, { path }) : error;
}

/** Settings, and whatever else somebody wrote by hand: readable by its owner only, and synced. */
export function writeJsonFile(path: string, content: unknown): Promise<void> {
  return writeWholeFile(path, `${JSON.stringify(content, null, 2)}\n`, { isSynced: true });
}
