import { resolve } from 'node:path';
import { bundledEvidence, type Evidence, withGivenEvidence } from '@shotcaller/core';
import { readEvidence } from '../settings/read-evidence.ts';
import { readSettings } from '../settings/settings.ts';
import type { CommandContext } from './context.ts';

/** What ships with the program, with the evidence of your own added: the file of `--evidence`, else `evidence.json` in the home folder. */
export async function commandEvidence({ flags, environment, workingFolder }: CommandContext): Promise<Evidence> {
  const named = flags.text('evidence');
  const given = await readEvidence(
    readSettings(environment).home,
    named === undefined ? undefined : resolve(workingFolder, named),
  );
  return Object.keys(given).length === 0 ? bundledEvidence : withGivenEvidence(bundledEvidence, given);
}
