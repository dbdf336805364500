import type { RankedModel } from '@shotcaller/core';
import { TextField } from '../controls/text-field.tsx';
import { slugOf } from '../controls/visible-text.ts';
import { whyWords } from '../why-words.ts';
import { clipsIn, monthlyText } from './monthly.ts';

/** What many clips like this one cost on the pick. */
export function MonthlyEstimate({
  pick,
  typed,
  onType,
}: {
  readonly pick: RankedModel;
  readonly typed: string;
  readonly onType: (typed: string) => void;
}) {
  const clips = clipsIn(typed);
  return (
    <section className="monthly-estimate" aria-label={whyWords.monthlyTitle}>
      <TextField
        label={whyWords.clipsField}
        inputMode="numeric"
        value={typed}
        problem={clips === null && typed !== '' ? whyWords.clipsWanted : undefined}
        onChange={onType}
      />
      {clips !== null && (
        <p className="monthly-sum" aria-live="polite">
          {whyWords.monthly(clips, slugOf(pick.model))} <strong>{monthlyText(pick.price, clips)}</strong>
        </p>
      )}
    </section>
  );
}
