import { type RankedModel, type Selection, secondsText } from '@shotcaller/core';
import { Suspense } from 'react';
import { lazyPart } from '../app/lazy-part.tsx';
import type { Proposal } from '../brief/proposals.ts';
import { ModelName } from '../controls/model-name.tsx';
import { visible } from '../controls/visible-text.ts';
import { createWords, upTo } from '../words.ts';

/** The sentences of all reasons are not small, and seldom needed here. */
const UnfitReasons = lazyPart(() => import('./unfit-reasons.tsx'), 'aside');

/** The models that the page proposes, to tick: price, time, quality and one reason each. */
export function ProposalCards({
  proposals,
  selection,
  ticked,
  onTick,
  onOpen,
}: {
  readonly proposals: readonly Proposal[];
  readonly selection: Selection;
  readonly ticked: readonly string[];
  readonly onTick: (model: string, isTicked: boolean) => void;
  readonly onOpen: (model: string) => void;
}) {
  const shown = new Set(proposals.map(({ place }) => place.model));
  const others = ticked.filter((model) => !shown.has(model));
  return (
    <fieldset className="proposals">
      <legend className="spoken-only">{createWords.cards}</legend>
      <div className="cards">
        {proposals.map(({ place, titles, reason }) => (
          <div key={place.model} className={ticked.includes(place.model) ? 'card ticked' : 'card'}>
            <label className="card-head">
              <input
                type="checkbox"
                checked={ticked.includes(place.model)}
                onChange={({ target }) => onTick(place.model, target.checked)}
              />
              <span className="card-title">{titles.join(' · ')}</span>
              <ModelName id={place.model} />
            </label>
            <p className="card-clip">{clipText(place.clip)}</p>
            <dl className="card-figures">
              <div>
                <dt>Price</dt>
                <dd>{upTo(place.price)}</dd>
              </div>
              <div>
                <dt>Time</dt>
                <dd>about {secondsText(place.speed.p50Seconds)}</dd>
              </div>
              <div>
                <dt>Quality</dt>
                <dd>{Math.round(place.quality.rating)}</dd>
              </div>
            </dl>
            <p className="card-reason">{visible(reason)}</p>
            <button type="button" className="link" onClick={() => onOpen(place.model)}>
              Details<span className="spoken-only"> of {place.model}</span>
            </button>
          </div>
        ))}
      </div>
      {others.length > 0 && (
        <ul className="card-others" aria-label="Other models ticked">
          {others.map((model) => (
            <li key={model}>
              <label className="switch">
                <input type="checkbox" checked onChange={() => onTick(model, false)} />
                <ModelName id={model} />
              </label>
              {selection.ranked.every((place) => place.model !== model) && (
                <p className="problem">
                  {createWords.doesNotFit}{' '}
                  <Suspense>
                    <UnfitReasons model={model} selection={selection} />
                  </Suspense>
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}

/** What the price buys: `5 s · 720p · 16:9 · with sound`. What is left to the model is not named. */
function clipText({ durationSeconds, resolution, aspectRatio, audio }: RankedModel['clip']): string {
  const sound = audio === null ? null : audio ? 'with sound' : 'no sound';
  return [durationSeconds === null ? null : `${durationSeconds} s`, resolution, aspectRatio, sound]
    .filter((part) => part !== null)
    .join(' · ');
}
