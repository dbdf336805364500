import { type Brief, parseSentence, readBrief } from '@shotcaller/core';
import type { Caller } from '../keys/caller.ts';
import type { RoutesContext } from '../routes-context.ts';
import type { BriefFields } from './addresses/choice.ts';

/** The brief that a request of our own API describes: the sentence first, then the fields, then the configured profile. */
export function briefOf(
  { requirements, sentence, ...preferences }: BriefFields,
  { options }: Pick<RoutesContext, 'options'>,
  { models }: Caller,
  model?: string,
): Brief {
  return readBrief({
    reading: sentence === undefined ? undefined : parseSentence(sentence),
    fields: { ...requirements },
    preferences,
    defaultProfile: options.defaultProfile,
    model,
    allowedModels: models ?? null,
  });
}
