import { type Selection, sensitivitySentences } from '@shotcaller/core';
import { visible } from '../controls/visible-text.ts';

/** What would change the pick, in words. */
export function PickChanges({ selection: { sensitivity, ranked } }: { readonly selection: Selection }) {
  if (!sensitivity) return null;
  const ties = ranked[0]?.tiedWith ?? [];
  return (
    <section className="pick-changes" aria-labelledby="changes-title">
      <h2 id="changes-title">What would change this pick</h2>
      <ul>
        {ties.length > 0 && <li>It is in a near tie with {ties.map(visible).join(', ')}.</li>}
        {sensitivitySentences(sensitivity).map((sentence) => (
          <li key={sentence}>{visible(sentence)}</li>
        ))}
      </ul>
    </section>
  );
}
