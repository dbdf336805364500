import '../style/further-pages.css';
import { type Change, changeSentence, nearMisses, type Selection } from '@shotcaller/core';
import { slugOf } from '../controls/visible-text.ts';
import { basisLine } from './headline.ts';

/** No model fits: the smallest changes that would let one in. */
export default function NobodyFits({
  selection,
  onOpen,
  onApply,
}: {
  readonly selection: Selection;
  readonly onOpen: (model: string) => void;
  readonly onApply: (changes: readonly Change[]) => void;
}) {
  const near = nearMisses(selection.rejected, selection.requirements).near.slice(0, mostShown);
  return (
    <section className="pick nobody" aria-labelledby="pick-title">
      <h2 id="pick-title" className="pick-title">
        No model can make this clip
      </h2>
      <p>{near.length > 0 ? 'Closest options:' : 'No small change of the settings would let a model in.'}</p>
      <ul className="nearest">
        {near.map(({ model, nearest }) => (
          <li key={model}>
            <button type="button" className="button" onClick={() => onApply(nearest)}>
              {sentenceCase(nearest.map(changeSentence).join(' and '))}
            </button>{' '}
            <button type="button" className="link" onClick={() => onOpen(model)}>
              then {slugOf(model)} fits
            </button>
          </li>
        ))}
      </ul>
      <p className="basis-line">{basisLine(selection)}</p>
    </section>
  );
}

const mostShown = 4;

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
