import { profiles, type RequirementsInput } from '@shotcaller/core';
import type { ReadSentenceAnswer } from '../api/wire.ts';
import type { Choice, Edits } from './choice.ts';

/** What a chat model has read of the sentence goes into the form, where it is seen and may be changed. What was set by hand stays. */
export function withModelReading(choice: Choice, { requirements, profile, by }: ReadSentenceAnswer): Choice {
  if (by !== 'model') return choice;
  return {
    ...choice,
    edits: { ...(requirements as RequirementsInput), ...choice.edits } as Edits,
    ...(profile !== null && { profile, weights: profiles[profile] }),
  };
}
