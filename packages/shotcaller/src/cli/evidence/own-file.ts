import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { writeJsonFile } from '../../disk/write-json-file.ts';
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
export function writeOwnFile(path: string, content: unknown): Promise<void> {
  return writeJsonFile(path, content, `${randomBytes(8).toString('hex')}.part`);
}
