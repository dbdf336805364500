import {
  type Change,
  changeSentence,
  concessionSentence,
  dollars,
  priceRange,
  type RankedModel,
  secondsText,
  stalenessSentence,
  warningSentence,
} from '@shotcaller/core';
import type { Answer } from '../brief/answer.ts';
import type { SheetTab } from '../brief/choice.ts';
import { ModelName } from '../controls/model-name.tsx';
import { Notice } from '../controls/notice.tsx';
import { slugOf, visible } from '../controls/visible-text.ts';
import { basisLine } from './headline.ts';

/** The answer in one look: who, for how much, how long, how good; or that nobody fits and who is nearest. */
export function PickBanner({
  answer: { selection, problems, missing },
  onOpen,
  onApply,
}: {
  readonly answer: Answer;
  readonly onOpen: (model: string, tab?: SheetTab) => void;
  readonly onApply: (changes: readonly Change[]) => void;
}) {
  const pick = selection.ranked[0];
  return (
    <section className="pick" aria-labelledby="pick-title">
      {problems.length > 0 && (
        <Notice tone="caution" title="Left out of the choice">
          {problems.map(({ text }) => (
            <p key={text}>{text}</p>
          ))}
        </Notice>
      )}
      {pick ? (
        <>
          <h1 id="pick-title" className="pick-title">
            <span className="slate">Pick</span> <ModelName id={pick.model} />
          </h1>
          <p className="spoken-only" aria-live="polite">
            The pick is {pick.model} for {priceRange(pick.price)}.
          </p>
          <dl className="figures">
            <div>
              <dt>{settledText(pick.clip)}</dt>
              <dd>
                {pick.price.expectedUsd === null ? 'price unknown' : dollars(pick.price.expectedUsd)}
                {pick.price.confidence === 'range' && <small> {priceRange(pick.price)}</small>}
              </dd>
            </div>
            <div>
              <dt>ready in about</dt>
              <dd>
                {secondsText(pick.speed.p50Seconds)} <small>9 in 10 within {secondsText(pick.speed.p90Seconds)}</small>
              </dd>
            </div>
            <div>
              <dt>people rate it</dt>
              <dd>
                {Math.round(pick.quality.rating)}{' '}
                <small>
                  {Math.round(pick.quality.low)}–{Math.round(pick.quality.high)}
                </small>
              </dd>
            </div>
          </dl>
          <p className="pick-buttons">
            <button type="button" className="button primary" onClick={() => onOpen(pick.model, 'run')}>
              Run this clip
            </button>
            <button type="button" className="button" onClick={() => onOpen(pick.model, 'request')}>
              See the request
            </button>
            <button type="button" className="button" onClick={() => onOpen(pick.model, 'why')}>
              Why this one
            </button>
          </p>
          {selection.concession && <Concession concession={selection.concession} onApply={onApply} />}
          {missing.length > 0 && (
            <p className="soft">The choice counts on a picture that is not here yet; it can run once it is.</p>
          )}
          {pick.warnings.map((warning) => (
            <Notice key={warning.code} tone="caution">
              {warningSentence(warning)}
            </Notice>
          ))}
        </>
      ) : (
        <NobodyFits selection={selection} onOpen={onOpen} onApply={onApply} />
      )}
      <p className="basis-line">{basisLine(selection)}</p>
      {selection.staleness?.map((found) => (
        <p key={found.code} className="basis-line">
          {visible(stalenessSentence(found))}
        </p>
      ))}
    </section>
  );
}

/** What one small change would gain, and a button that makes it. */
function Concession({
  concession,
  onApply,
}: {
  readonly concession: NonNullable<Answer['selection']['concession']>;
  readonly onApply: (changes: readonly Change[]) => void;
}) {
  return (
    <p className="soft">
      {visible(concessionSentence(concession))}{' '}
      <button type="button" className="link" onClick={() => onApply([concession.change])}>
        Take that instead
      </button>
    </p>
  );
}

const mostShown = 4;

function NobodyFits({
  selection: { rejected, unknown },
  onOpen,
  onApply,
}: {
  readonly selection: Answer['selection'];
  readonly onOpen: (model: string) => void;
  readonly onApply: (changes: readonly Change[]) => void;
}) {
  const near = rejected
    .filter(({ nearest }) => nearest.length > 0)
    .sort(
      (one, other) =>
        one.nearest.length - other.nearest.length ||
        sizeOf(one.nearest) - sizeOf(other.nearest) ||
        (one.model < other.model ? -1 : 1),
    )
    .slice(0, mostShown);
  return (
    <>
      <h1 id="pick-title" className="pick-title">
        <span className="slate none">Pick</span> No model fits
      </h1>
      <p>
        {rejected.length + unknown.length} models were held against the clip.{' '}
        {near.length > 0 ? 'The smallest changes that would let one in:' : 'No small change would let one in.'}
      </p>
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
    </>
  );
}

/** How far numbers have to move, as a ratio; other changes count as one step each. */
function sizeOf(changes: readonly Change[]): number {
  return changes.reduce((sum, { from, to }) => {
    const ratio = Number(to) / Number(from);
    return sum + (Number.isFinite(ratio) && ratio > 0 ? Math.abs(Math.log(ratio)) : 1);
  }, 0);
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The clip that is priced; what was left open is named. */
function settledText({ durationSeconds, resolution, settled }: RankedModel['clip']): string {
  const parts = [
    ...(settled.includes('durationSeconds') ? [`${durationSeconds} s`] : []),
    ...(settled.includes('resolution') ? [visible(resolution ?? '')] : []),
  ];
  return parts.length === 0 ? 'this clip' : `this clip, ${parts.join(', ')} (left open)`;
}
