import type { RankedModel } from '@shotcaller/core';
import { type Choice, withField } from '../brief/choice.ts';
import type { TakeView } from './shot-view.ts';

/** Where the takes of a shot lead on to: the page Create, filled in. */
export interface FurtherChoices {
  /** The clip as it was, on the model that was chosen, or on those that were tried; with the seed of the chosen take. */
  readonly sameAgain: Choice;
  /** The same clip on the best model that has no take; `undefined`: every one that fits has. */
  readonly otherModel: Choice | undefined;
}

export function furtherChoices(
  choice: Choice,
  takes: readonly TakeView[],
  starred: string | null,
  ranked: readonly RankedModel[],
): FurtherChoices {
  const clip = { ...choice, model: null, why: false };
  const tried = new Set(takes.map(({ model }) => model));
  const chosen = takes.find(({ key }) => key === starred);
  const untried = ranked.find(({ model }) => !tried.has(model));
  const seed = chosen?.take?.seed;
  return {
    sameAgain: {
      ...(seed === undefined ? clip : withField(clip, 'seed', seed)),
      ticked: chosen ? [chosen.model] : [...tried],
    },
    otherModel: untried && { ...clip, ticked: [untried.model], why: true },
  };
}
