import { type Brief, readBrief } from '@shotcaller/core';
import { readConfig } from '../settings/read-config.ts';
import { readSettings } from '../settings/settings.ts';
import type { CommandContext } from './context.ts';
import { preferencesOf } from './preferences.ts';
import { readSentence } from './read-sentence.ts';
import { requirementFields } from './requirement-fields.ts';
import { readRequirementsFile } from './requirements-file.ts';

/** One brief from all that the command line says: the sentence, then `--requirements`, then flags; the later wins. */
export async function commandBrief(
  context: CommandContext,
  { sentence, model = context.flags.text('model') }: { readonly sentence?: string; readonly model?: string } = {},
): Promise<Brief> {
  const { flags, environment } = context;
  const { defaultProfile } = await readConfig(readSettings(environment).home);
  return readBrief({
    reading: sentence === undefined ? undefined : await readSentence(sentence, context),
    file: await readRequirementsFile(context),
    fields: await requirementFields(flags),
    preferences: preferencesOf(flags),
    defaultProfile: defaultProfile ?? undefined,
    model,
  });
}
