import {
  basisNoteSentence,
  basisText,
  dollars,
  notesOfPrice,
  priceRange,
  type RankedModel,
  reasonSentence,
  type Selection,
  secondsText,
  successSentence,
  warningSentence,
} from '@shotcaller/core';
import { visible } from '../controls/visible-text.ts';
import { upTo } from '../words.ts';
import { PriceLines } from './price-lines.tsx';
import { ScoreParts } from './score-parts.tsx';

/** Why a model that fits has its place: price line by line, seconds and rating with their basis, and the sum of the score. */
export function RankedReasons({ place, selection }: { readonly place: RankedModel; readonly selection: Selection }) {
  const number = selection.ranked.indexOf(place) + 1;
  const { price, speed, quality, tiedWith, dominatedBy, notStated, warnings } = place;
  return (
    <>
      <p className="verdict yes">
        {number === 1
          ? `It is your pick of ${selection.ranked.length} that fit.`
          : `It fits, and is number ${number} of ${selection.ranked.length}.`}
        {tiedWith.length > 0 && ` It is in a near tie with ${tiedWith.map(visible).join(', ')}.`}
        {dominatedBy && ` Beaten by ${visible(dominatedBy)} on price, time and quality.`}
      </p>
      <section className="evidence">
        <h3>
          {price.highUsd === null ? 'Price unknown' : capital(upTo(price))}
          {price.confidence === 'range' && price.expectedUsd !== null && (
            <small>
              {' '}
              {priceRange(price)}, expected {dollars(price.expectedUsd)}
            </small>
          )}
        </h3>
        <PriceLines lines={price.lines} />
        <p>
          {price.confirmedByBill
            ? 'Confirmed by a real invoice.'
            : 'By the price list, not yet confirmed by an invoice.'}
        </p>
        <Notes sentences={notesOfPrice(price)} />
      </section>
      <section className="evidence">
        <h3>
          {secondsText(speed.p50Seconds)} <small>90 % finish within {secondsText(speed.p90Seconds)}</small>
        </h3>
        <p>{basisText(speed.basis)}</p>
        <Notes sentences={[successSentence(speed), ...speed.basis.notes.map(basisNoteSentence)]} />
      </section>
      <section className="evidence">
        <h3>
          Quality {Math.round(quality.rating)}{' '}
          <small>
            {Math.round(quality.low)}–{Math.round(quality.high)}
          </small>
        </h3>
        <p>{basisText(quality.basis)}</p>
        <Notes sentences={quality.basis.notes.map(basisNoteSentence)} />
      </section>
      <ScoreParts place={place} selection={selection} />
      <Notes sentences={[...notStated.map(reasonSentence), ...warnings.map(warningSentence)]} />
    </>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Notes({ sentences }: { readonly sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <ul className="notes">
      {sentences.map((sentence) => (
        <li key={sentence}>{visible(sentence)}</li>
      ))}
    </ul>
  );
}
