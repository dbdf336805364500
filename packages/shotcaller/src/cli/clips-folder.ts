import { join, resolve } from 'node:path';
import { isStoreAddress } from '../files/stores/store-address.ts';
import { checkTarget } from '../jobs/check-target.ts';
import { readSettings } from '../settings/settings.ts';
import type { CommandContext } from './context.ts';
import { UsageError } from './usage-error.ts';

/** The folder of `--files`, else `files` in the home folder. Throws when clips cannot be kept there. */
export function clipsFolder({ flags, environment, workingFolder }: CommandContext): string {
  const given = flags.text('files');
  if (given !== undefined && isStoreAddress(given)) {
    throw new UsageError(`--files ${given}: only serve and worker keep clips there. Give a folder.`);
  }
  const folder = resolve(workingFolder, given ?? join(readSettings(environment).home, 'files'));
  checkTarget(undefined, folder);
  return folder;
}
