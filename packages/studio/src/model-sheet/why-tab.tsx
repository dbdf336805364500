import { type Change, changeSentence, reasonSentence } from '@shotcaller/core';
import type { Answer } from '../brief/answer.ts';
import { visible } from '../controls/visible-text.ts';
import { RankedReasons } from './ranked-reasons.tsx';

/** Why a model has its place, or none: every reason in a sentence, and the smallest change as a button. */
export function WhyTab({
  model,
  answer: { selection },
  onApply,
}: {
  readonly model: string;
  readonly answer: Answer;
  readonly onApply: (changes: readonly Change[]) => void;
}) {
  const place = selection.ranked.find((entry) => entry.model === model);
  if (place) return <RankedReasons place={place} selection={selection} />;

  const rejected = selection.rejected.find((entry) => entry.model === model);
  if (rejected) {
    return (
      <>
        <p className="verdict no">It does not fit this clip.</p>
        <ul className="reasons">
          {rejected.reasons.map((reason) => (
            <li key={`${reason.code} ${reason.field}`}>{visible(reasonSentence(reason))}</li>
          ))}
        </ul>
        {rejected.nearest.length > 0 ? (
          <div className="apply">
            <p>The smallest change that lets it in:</p>
            <button type="button" className="button primary" onClick={() => onApply(rejected.nearest)}>
              {visible(capital(rejected.nearest.map(changeSentence).join(' and ')))}
            </button>
          </div>
        ) : (
          <p className="soft">No small change of the requirements makes it fit.</p>
        )}
      </>
    );
  }

  const unknown = selection.unknown.find((entry) => entry.model === model);
  if (unknown) {
    return (
      <>
        <p className="verdict open">It may fit; the catalogue leaves something open.</p>
        <ul className="reasons">
          {unknown.reasons.map((reason) => (
            <li key={`${reason.code} ${reason.field}`}>{visible(reasonSentence(reason))}</li>
          ))}
        </ul>
        <p className="soft">“Include models with missing specifications” puts it into the ranking.</p>
      </>
    );
  }
  return <p className="verdict no">There is no such model in this catalogue.</p>;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
