import { type Brief, parseSentence, readBrief, type SentenceReading } from '@shotcaller/core';
import type { Caller } from '../keys/caller.ts';
import type { RoutesContext } from '../routes-context.ts';
import type { BriefFields } from './addresses/choice.ts';

/** What a sentence asks for; `undefined`: there is none. */
export function readingOf(sentence: string | undefined): SentenceReading | undefined {
  return sentence === undefined ? undefined : parseSentence(sentence);
}

/**
 * The brief that a request of our own API describes: the sentence first, then the fields, then the configured profile.
 *
 * @param reading of the sentence, where it was read already
 */
export function briefOf(
  { requirements, sentence, ...preferences }: BriefFields,
  { options }: Pick<RoutesContext, 'options'>,
  { models }: Caller,
  model?: string,
  reading = readingOf(sentence),
): Brief {
  return readBrief({
    reading,
    fields: { ...requirements },
    preferences,
    defaultProfile: options.defaultProfile,
    model,
    allowedModels: models ?? null,
  });
}
