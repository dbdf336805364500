import { join, resolve } from 'node:path';
import { checkTarget } from '../jobs/check-target.ts';
import type { Caps } from '../jobs/money/caps.ts';
import type { Config } from '../settings/config.ts';
import { readSettings } from '../settings/settings.ts';
import { commandEvidence } from './command-evidence.ts';
import { commandPictureLook } from './command-picture-look.ts';
import type { CommandContext } from './context.ts';
import { isStoreAddress } from './open-file-store.ts';
import type { Upstream } from './upstream.ts';
import { UsageError } from './usage-error.ts';

/** What every command that can buy is put together with: the service and its list, the evidence, and what the configuration limits. */
export async function buyingOptions(context: CommandContext, config: Config, upstream: Upstream) {
  return {
    ...upstream.client,
    catalog: upstream.catalog,
    evidence: await commandEvidence(context),
    lookAtPictures: commandPictureLook(context, config, upstream.simulated),
    billsTeachDays: config.billsTeachDays,
    caps: capsOf(config),
  };
}

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

/** The caps that the config sets. */
export function capsOf({ caps }: Config): Caps {
  return Object.fromEntries(Object.entries(caps).filter(([, usd]) => usd !== null));
}
