import { type Brief, parseSentence, readBrief } from '@shotcaller/core';
import type { Caller } from '../keys/caller.ts';
import type { RoutesContext } from '../routes-context.ts';
import type { QuestionInput } from './schemas.ts';

/** The brief that a request of our own API describes: the sentence first, then the fields, then the configured profile. */
export function briefOf(
  { requirements, sentence, profile, weights, method, includeUnknown, pickBy, incumbent }: QuestionInput,
  { options }: Pick<RoutesContext, 'options'>,
  { models }: Caller,
  model?: string,
): Brief {
  return readBrief({
    reading: sentence === undefined ? undefined : parseSentence(sentence),
    fields: requirements,
    preferences: {
      ...(profile !== undefined && { profile }),
      ...(weights !== undefined && { weights: { ...weights } as NonNullable<Brief['preferences']['weights']> }),
      ...(method !== undefined && { method }),
      ...(includeUnknown !== undefined && { includeUnknown }),
      ...(pickBy !== undefined && { pickBy }),
      ...(incumbent !== undefined && { incumbent }),
    },
    defaultProfile: options.defaultProfile,
    model,
    allowedModels: models ?? null,
  });
}
