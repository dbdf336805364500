import type { Staleness, StalenessCode } from '../selection.ts';

/** What the age of catalogue or evidence does to the pick, as a sentence. */
export function stalenessSentence(found: Staleness): string {
  // The table pairs each code with its own finding, which the compiler cannot follow through a union.
  return (stalenessSentences[found.code] as (found: Staleness) => string)(found);
}

const stalenessSentences = {
  catalog_old: ({ ageDays, asOf }) =>
    `The catalogue is ${ageDays} days old (${asOf}): prices may have changed, and newer models are missing from the choice.`,
  evidence_old: ({ ageDays, asOf, scoreLowLost, pickWhenNew }) => {
    const effect =
      pickWhenNew !== null
        ? `on the day it was collected the pick was ${pickWhenNew}`
        : scoreLowLost === null
          ? 'ratings and times count for less'
          : scoreLowLost === 0
            ? 'the pick is the same as on the day it was collected, with the same worst-case score'
            : `ratings and times have grown less certain, which takes ${scoreLowLost.toFixed(3)} off the worst-case score of the pick; the pick is the same`;
    return `The evidence is ${ageDays} days old (${asOf}): ${effect}.`;
  },
} satisfies { readonly [Code in StalenessCode]: (found: Extract<Staleness, { code: Code }>) => string };
