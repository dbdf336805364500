import { bundledEvidence, type Evidence, withGivenEvidence } from '@shotcaller/core';
import type { CommandContext } from './context.ts';
import { modelsOf, talkOfUnknownModels } from './evidence/unknown-models.ts';
import { givenEvidence } from './given-evidence.ts';

/** What ships with the program, then the published edition, then the evidence of your own. */
export async function commandEvidence(context: CommandContext): Promise<Evidence> {
  const { edition, own } = await givenEvidence(context);
  if (context.flags.text('evidence') !== undefined) talkOfUnknownModels(modelsOf(own), context);
  const published = edition ? withGivenEvidence(bundledEvidence, edition) : bundledEvidence;
  return Object.keys(own).length === 0 ? published : withGivenEvidence(published, own);
}
