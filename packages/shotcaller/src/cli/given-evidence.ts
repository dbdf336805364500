import { resolve } from 'node:path';
import type { GivenEvidence } from '@shotcaller/core';
import { readEdition } from '../evidence/published-edition.ts';
import { readEvidence } from '../settings/read-evidence.ts';
import { readSettings } from '../settings/settings.ts';
import type { CommandContext } from './context.ts';
import { underFlag } from './under-flag.ts';

/** Evidence beside that which ships with the program. */
interface CommandEvidenceFiles {
  /** The published edition that `evidence refresh` fetched. */
  readonly edition: GivenEvidence | undefined;
  /** Of your own: the file of `--evidence`, else `evidence.json` in the home folder. Empty: there is none. */
  readonly own: GivenEvidence;
}

/** Throws SettingsError for a file that cannot be read. */
export async function givenEvidence({
  flags,
  environment,
  workingFolder,
  clock,
}: Pick<CommandContext, 'flags' | 'environment' | 'workingFolder' | 'clock'>): Promise<CommandEvidenceFiles> {
  const named = flags.text('evidence');
  const { home } = readSettings(environment);
  const own =
    named === undefined
      ? await readEvidence(home, clock.now())
      : await underFlag('evidence', () => readEvidence(home, clock.now(), resolve(workingFolder, named)));
  return { edition: readEdition(home)?.evidence, own };
}
