import { type RankedModel, type Selection, secondsText } from '@shotcaller/core';
import { ModelName } from '../controls/model-name.tsx';
import { upTo } from '../words.ts';

/** The guide's own method beside ours: both picks for the same clip and the same weights. */
export function GuideComparison({
  guide,
  selection,
  isOn,
  onSwitch,
  onOpen,
}: {
  readonly guide: Selection | null;
  readonly selection: Selection;
  readonly isOn: boolean;
  readonly onSwitch: (isOn: boolean) => void;
  readonly onOpen: (model: string) => void;
}) {
  const ours = selection.ranked[0];
  const theirs = guide?.ranked[0];
  return (
    <section className="guide" aria-label="The guide’s method">
      <label className="switch">
        <input type="checkbox" checked={isOn} onChange={({ target }) => onSwitch(target.checked)} />
        <span>Compare with the method of OpenRouter’s guide</span>
      </label>
      {guide && (
        <div className="both-picks">
          <Side title="By evidence" place={ours} onOpen={onOpen} isPick>
            Dollars for this clip, measured seconds, ratings by people; ordered by the lower bound.
          </Side>
          <Side title="By the guide" place={theirs} onOpen={onOpen}>
            The smallest number in the price list, words in the name for speed, resolution for quality.
          </Side>
          {ours && theirs && ours.model === theirs.model && <p className="soft">Both pick the same model here.</p>}
        </div>
      )}
    </section>
  );
}

function Side({
  title,
  place,
  isPick = false,
  onOpen,
  children,
}: {
  readonly title: string;
  readonly place: RankedModel | undefined;
  readonly isPick?: boolean;
  readonly onOpen: (model: string) => void;
  readonly children: string;
}) {
  return (
    <div className={isPick ? 'side ours' : 'side'}>
      <h3>{title}</h3>
      {place ? (
        <>
          <button type="button" className="link" onClick={() => onOpen(place.model)}>
            <ModelName id={place.model} />
          </button>
          <p className="side-figures">
            {upTo(place.price)} · about {secondsText(place.speed.p50Seconds)} · quality{' '}
            {Math.round(place.quality.rating)}
          </p>
        </>
      ) : (
        <p>No model fits.</p>
      )}
      <p className="soft">{children}</p>
    </div>
  );
}
