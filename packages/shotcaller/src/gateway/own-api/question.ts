import {
  parseRequirements,
  parseSentence,
  type Requirements,
  type SelectOptions,
  type Weights,
} from '@shotcaller/core';
import type { Door } from '../door.ts';
import type { QuestionInput } from './schemas.ts';

/** What a question asks for and how it weighs: the sentence first, then the fields, then the configured profile. */
export function readQuestion(
  { requirements, sentence, profile, weights, method, includeUnknown, pickBy, incumbent }: QuestionInput,
  { options }: Pick<Door, 'options'>,
): {
  readonly requirements: Requirements;
  readonly ranking: Omit<SelectOptions, 'evidence' | 'now'>;
  readonly profileName: string;
} {
  const reading = sentence === undefined ? undefined : parseSentence(sentence);
  const prompt = reading?.prompt === undefined ? {} : { prompt: reading.prompt };
  const asked = parseRequirements({ ...prompt, ...reading?.requirements, ...requirements });
  const chosen = profile ?? reading?.profile ?? options.defaultProfile ?? 'balanced';
  return {
    requirements: asked,
    profileName: weights ? 'custom' : chosen,
    ranking: {
      ...(weights ? { weights: weights as Partial<Weights> } : { profile: chosen }),
      ...(method !== undefined && { method }),
      ...(includeUnknown !== undefined && { includeUnknown }),
      ...(pickBy !== undefined && { pickBy }),
      ...(incumbent !== undefined && { incumbent }),
    },
  };
}
