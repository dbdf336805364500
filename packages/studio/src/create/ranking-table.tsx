import type { RankedModel, Selection } from '@shotcaller/core';
import { type CSSProperties, memo, useState } from 'react';
import { timeColour } from '../chart/time-colour.ts';
import { ModelName } from '../controls/model-name.tsx';
import { upTo } from '../words.ts';
import { marks, marksOf } from './marks.ts';

/** Rows beyond these wait behind a button: thirty models fit, a catalogue of hundreds stays quick. */
const rowsAtFirst = 40;

/** Everyone who fits, best first. The name opens why, price lines and basis. */
export const RankingTable = memo(function RankingTable({
  selection,
  openModel,
  ticked,
  onTick,
  onOpen,
}: {
  readonly selection: Selection;
  readonly openModel: string | null;
  readonly ticked: readonly string[];
  readonly onTick: (model: string, isTicked: boolean) => void;
  readonly onOpen: (model: string) => void;
}) {
  const [isWhole, setIsWhole] = useState(false);
  const { ranked } = selection;
  if (ranked.length === 0) return null;
  const shown = isWhole ? ranked : ranked.slice(0, rowsAtFirst);
  const used = marks.filter(({ mark }) => shown.some((place) => marksOf(place).some((own) => own.mark === mark)));
  return (
    <section className="ranking" aria-labelledby="ranking-title">
      <h2 id="ranking-title">
        {ranked.length} {ranked.length === 1 ? 'model fits' : 'models fit'}
      </h2>
      <table>
        <thead>
          <tr>
            <th scope="col" className="number">
              <span className="spoken-only">place</span>
            </th>
            <th scope="col">model</th>
            <th scope="col" className="number">
              price
            </th>
            <th scope="col" className="number">
              seconds
            </th>
            <th scope="col" className="number">
              quality
            </th>
            <th scope="col">score</th>
            <th scope="col">
              <span className="spoken-only">marks</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((place, at) => (
            <Row
              key={place.model}
              place={place}
              number={at + 1}
              isOpen={place.model === openModel}
              isTicked={ticked.includes(place.model)}
              onTick={onTick}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
      {shown.length < ranked.length && (
        <button type="button" className="button" onClick={() => setIsWhole(true)}>
          Show all {ranked.length}
        </button>
      )}
      {used.length > 0 && (
        <ul className="legend">
          {used.map(({ mark, meaning }) => (
            <li key={mark}>
              <span className="mark">{mark}</span> {meaning}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
});

function Row({
  place,
  number,
  isOpen,
  isTicked,
  onTick,
  onOpen,
}: {
  readonly place: RankedModel;
  readonly number: number;
  readonly isOpen: boolean;
  readonly isTicked: boolean;
  readonly onTick: (model: string, isTicked: boolean) => void;
  readonly onOpen: (model: string) => void;
}) {
  const { model, price, speed, quality, score, scoreLow } = place;
  const style = { '--low': scoreLow, '--score': score, '--time': timeColour(speed.p50Seconds) } as CSSProperties;
  return (
    <tr className={number === 1 ? 'picked' : undefined} aria-current={isOpen || undefined} style={style}>
      <td className="number place">
        <label className="row-tick">
          <input
            type="checkbox"
            aria-label={`Shoot a take on ${model}`}
            checked={isTicked}
            onChange={({ target }) => onTick(model, target.checked)}
          />
          {number}
        </label>
      </td>
      <th scope="row">
        <button type="button" className="link" onClick={() => onOpen(model)}>
          <ModelName id={model} />
        </button>
      </th>
      <td className="number price" data-label="price">
        {upTo(price)}
      </td>
      <td className="number" data-label="seconds">
        <span className="time-dot" aria-hidden="true" />
        {Math.round(speed.p50Seconds)} <span className="aside">≤{Math.round(speed.p90Seconds)}</span>
      </td>
      <td className="number" data-label="quality">
        {Math.round(quality.rating)}{' '}
        <span className="aside">
          {Math.round(quality.low)}–{Math.round(quality.high)}
        </span>
      </td>
      <td className="score" data-label="score">
        <span className="score-bar" aria-hidden="true" />
        <span className="score-figure">
          {scoreLow.toFixed(2)} <span className="aside">of {score.toFixed(2)}</span>
        </span>
      </td>
      <td className="marks">
        {marksOf(place).map(({ mark, meaning }) => (
          <abbr key={mark} title={meaning}>
            {mark}
          </abbr>
        ))}
      </td>
    </tr>
  );
}
