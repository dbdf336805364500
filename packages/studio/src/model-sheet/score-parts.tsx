import type { RankedModel, Selection } from '@shotcaller/core';
import type { CSSProperties } from 'react';

const names = ['speed', 'cost', 'quality'] as const;

/** What each criterion adds to the score, drawn and in figures. */
export function ScoreParts({
  place: { contributions, score, scoreLow, cookbook },
  selection: { profile },
}: {
  readonly place: RankedModel;
  readonly selection: Selection;
}) {
  return (
    <section className="evidence">
      <h3>
        score {score.toFixed(3)} {!cookbook && <small>worst case {scoreLow.toFixed(3)}: models are ranked by it</small>}
      </h3>
      <ul className="score-parts">
        {names.map((name) => (
          <li key={name} style={{ '--part': contributions[name], '--full': profile.weights[name] } as CSSProperties}>
            <span>{name}</span>
            <span className="part-bar" aria-hidden="true" />
            <span className="number">
              {contributions[name].toFixed(3)} <span className="aside">of {profile.weights[name].toFixed(2)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
