import { join, resolve } from 'node:path';
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
