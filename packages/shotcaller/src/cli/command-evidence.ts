import { resolve } from 'node:path';
import { bundledEvidence, type Evidence, withGivenEvidence } from '@shotcaller/core';
import { readEdition } from '../evidence/published-edition.ts';
import { readEvidence } from '../settings/read-evidence.ts';
import { readSettings } from '../settings/settings.ts';
import type { CommandContext } from './context.ts';
import { modelsOf, talkOfUnknownModels } from './evidence/unknown-models.ts';
import { underFlag } from './under-flag.ts';

/**
 * What ships with the program, then the published edition that `evidence refresh` fetched, then the evidence of your own: the file of
 * `--evidence`, else `evidence.json` in the home folder.
 */
export async function commandEvidence(context: CommandContext): Promise<Evidence> {
  const { flags, environment, workingFolder, clock } = context;
  const named = flags.text('evidence');
  const { home } = readSettings(environment);
  const edition = readEdition(home);
  const own =
    named === undefined
      ? await readEvidence(home, clock.now())
      : await underFlag('evidence', () => readEvidence(home, clock.now(), resolve(workingFolder, named)));
  if (named !== undefined) talkOfUnknownModels(modelsOf(own), context);
  const published = edition ? withGivenEvidence(bundledEvidence, edition.evidence) : bundledEvidence;
  return Object.keys(own).length === 0 ? published : withGivenEvidence(published, own);
}
