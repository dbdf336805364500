import { createCapsInFile } from '../settings/caps-in-file.ts';
import type { Config } from '../settings/config.ts';
import { readSettings } from '../settings/settings.ts';
import { commandEvidence } from './command-evidence.ts';
import { commandPictureLook } from './command-picture-look.ts';
import type { CommandContext } from './context.ts';
import type { Upstream } from './upstream.ts';

/** What every command that can buy is put together with: the service and its list, the evidence, and what the configuration limits. */
export async function buyingOptions(context: CommandContext, config: Config, upstream: Upstream) {
  return {
    ...upstream.client,
    catalog: upstream.catalog,
    evidence: await commandEvidence(context),
    lookAtPictures: commandPictureLook(context, config, upstream.simulated),
    billsTeachDays: config.billsTeachDays,
    // A batch, or a server for agents, runs for hours.
    caps: createCapsInFile(readSettings(context.environment).home, config),
  };
}
