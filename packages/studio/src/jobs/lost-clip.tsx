import { takeWords } from '../shot-words.ts';

/** In the place of a clip that did not arrive. */
export function LostClip({ what, onAgain }: { readonly what: string; readonly onAgain: () => void }) {
  return (
    <div className="take-wait">
      <p role="alert">{takeWords.lost}</p>
      <button type="button" className="button" onClick={onAgain}>
        {takeWords.loadAgain}
        <span className="spoken-only">: {what}</span>
      </button>
    </div>
  );
}
