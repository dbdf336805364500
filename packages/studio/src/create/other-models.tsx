import { type Change, changeSentence, reasonSentence, type Selection } from '@shotcaller/core';
import { ModelName } from '../controls/model-name.tsx';
import { visible } from '../controls/visible-text.ts';

/** Everyone who does not fit, each with its reasons and the change that would let it in; and those left open by the catalogue. */
export function OtherModels({
  selection: { rejected, unknown },
  includeUnknown,
  onIncludeUnknown,
  onOpen,
  onApply,
}: {
  readonly selection: Selection;
  readonly includeUnknown: boolean;
  readonly onIncludeUnknown: (include: boolean) => void;
  readonly onOpen: (model: string) => void;
  readonly onApply: (changes: readonly Change[]) => void;
}) {
  return (
    <section className="others" aria-label="Models that are not ranked">
      {rejected.length > 0 && (
        <details open={rejected.length <= 12 || undefined}>
          <summary>
            <h2>
              {rejected.length} {rejected.length === 1 ? 'does' : 'do'} not fit
            </h2>
          </summary>
          <ul className="other-list">
            {rejected.map(({ model, reasons, nearest }) => (
              <li key={model}>
                <button type="button" className="link" onClick={() => onOpen(model)}>
                  <ModelName id={model} />
                </button>
                <span className="other-reasons">{visible(reasons.map(reasonSentence).join(' '))}</span>
                {nearest.length > 0 && (
                  <button type="button" className="button small" onClick={() => onApply(nearest)}>
                    {visible(capital(nearest.map(changeSentence).join(' and ')))}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
      {(unknown.length > 0 || includeUnknown) && (
        <div className="unknown">
          <label className="switch">
            <input
              type="checkbox"
              checked={includeUnknown}
              onChange={({ target }) => onIncludeUnknown(target.checked)}
            />
            <span>Include models with missing specifications</span>
          </label>
          <ul className="other-list">
            {unknown.map(({ model, reasons }) => (
              <li key={model}>
                <button type="button" className="link" onClick={() => onOpen(model)}>
                  <ModelName id={model} />
                </button>
                <span className="other-reasons">{visible(reasons.map(reasonSentence).join(' '))}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
