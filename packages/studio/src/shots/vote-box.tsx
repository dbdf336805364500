import { takeWords } from '../shot-words.ts';

/** Asks which take is the best, and hides the models until that is said. */
export function VoteBox({
  isBlind,
  onBlind,
  onNone,
}: {
  readonly isBlind: boolean;
  readonly onBlind: (isOn: boolean) => void;
  /** None is better than the others. */
  readonly onNone: () => void;
}) {
  return (
    <section className="vote" aria-label="Vote">
      <p>{takeWords.whichBest}</p>
      <label className="switch">
        <input type="checkbox" checked={isBlind} onChange={({ target }) => onBlind(target.checked)} />
        <span>Hide the models until I vote</span>
      </label>
      {isBlind && <p className="soft">{takeWords.blindHint}</p>}
      <button type="button" className="button" onClick={onNone}>
        No difference
      </button>
    </section>
  );
}
