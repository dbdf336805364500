import {
  basisText,
  type RankedModel,
  type Selection,
  secondsText,
  stalenessSentence,
  warningSentence,
} from '@shotcaller/core';
import type { SheetTab } from '../brief/choice.ts';
import type { MissingPicture } from '../brief/resolve-inputs.ts';
import { ModelName } from '../controls/model-name.tsx';
import { Notice } from '../controls/notice.tsx';
import { visible } from '../controls/visible-text.ts';
import { whyWords } from '../why-words.ts';
import { pictureWords, upTo } from '../words.ts';
import { basisLine } from './headline.ts';
import { whySentence } from './why-sentence.ts';

/** Your pick in one look: who, for how much, how long, how good. */
export function PickBanner({
  pick,
  selection,
  missing,
  onOpen,
}: {
  readonly pick: RankedModel;
  readonly selection: Selection;
  readonly missing: readonly MissingPicture[];
  readonly onOpen: (model: string, tab?: SheetTab) => void;
}) {
  return (
    <section className="pick" aria-labelledby="pick-title">
      <h2 id="pick-title" className="pick-title">
        <span className="slate">Your pick</span> <ModelName id={pick.model} />
      </h2>
      <p className="spoken-only" aria-live="polite">
        Your pick is {pick.model}, {upTo(pick.price)}.
      </p>
      <dl className="figures">
        <div>
          <dt>{settledText(pick.clip)}</dt>
          <dd>{upTo(pick.price)}</dd>
        </div>
        <div>
          <dt>ready in about</dt>
          <dd>
            {secondsText(pick.speed.p50Seconds)} <small>90 % finish within {secondsText(pick.speed.p90Seconds)}</small>
          </dd>
        </div>
        <div>
          <dt>quality (human votes)</dt>
          <dd>
            {Math.round(pick.quality.rating)}{' '}
            <small>
              {Math.round(pick.quality.low)}–{Math.round(pick.quality.high)}
            </small>
          </dd>
        </div>
      </dl>
      <p className="why-sentence">{whySentence(selection)}</p>
      <p className="pick-buttons">
        <button type="button" className="button" onClick={() => onOpen(pick.model, 'run')}>
          Run this clip
        </button>
        <button type="button" className="button" onClick={() => onOpen(pick.model, 'request')}>
          See the request
        </button>
        <button type="button" className="button" onClick={() => onOpen(pick.model, 'why')}>
          Why this one
        </button>
      </p>
      {missing.length > 0 && <p className="soft">{pictureWords.needed}</p>}
      {pick.warnings.map((warning) => (
        <Notice key={warning.code} tone="caution">
          {warningSentence(warning)}
        </Notice>
      ))}
      {selection.staleness?.map((found) => (
        <p key={found.code} className="basis-line">
          {visible(stalenessSentence(found))}
        </p>
      ))}
      <details className="sources">
        <summary>{whyWords.sources}</summary>
        <p className="basis-line">{basisLine(selection)}</p>
        <ul className="notes">
          <li>
            Time: {secondsText(pick.speed.p50Seconds)}. {visible(basisText(pick.speed.basis))}
          </li>
          <li>
            Quality: {Math.round(pick.quality.rating)}. {visible(basisText(pick.quality.basis))}
          </li>
        </ul>
      </details>
    </section>
  );
}

/** The clip that is priced; what was left open is named. */
function settledText({ durationSeconds, resolution, settled }: RankedModel['clip']): string {
  const parts = [
    ...(settled.includes('durationSeconds') ? [`${durationSeconds} s`] : []),
    ...(settled.includes('resolution') ? [visible(resolution ?? '')] : []),
  ];
  return parts.length === 0 ? 'this clip' : `this clip, ${parts.join(', ')} (left open)`;
}
