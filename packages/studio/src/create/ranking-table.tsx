import type { Selection, VideoModel } from '@shotcaller/core';
import { type CSSProperties, memo, useMemo, useState } from 'react';
import { timeColour } from '../chart/time-colour.ts';
import { ModelName } from '../controls/model-name.tsx';
import { slugOf } from '../controls/visible-text.ts';
import { whyWords } from '../why-words.ts';
import { upTo } from '../words.ts';
import { CompareTicked, yesNo } from './compare-ticked.tsx';
import { marks, marksOf } from './marks.ts';
import { monthlyText } from './monthly.ts';
import {
  byPlace,
  type ColumnName,
  everyRow,
  hasSound,
  isShown,
  longestSeconds,
  nextSorting,
  type RankingRow,
  type Sorting,
  sorted,
  takesFirstFrame,
} from './ranking-columns.ts';
import { RankingFilters } from './ranking-filters.tsx';

/** Rows beyond these wait behind a button: thirty models fit, a catalogue of hundreds stays quick. */
const rowsAtFirst = 40;

const columns: readonly { readonly name: ColumnName; readonly label: string; readonly isNumber?: boolean }[] = [
  { name: 'place', label: whyWords.place, isNumber: true },
  { name: 'model', label: whyWords.model },
  { name: 'price', label: whyWords.price, isNumber: true },
  { name: 'seconds', label: whyWords.seconds, isNumber: true },
  { name: 'quality', label: whyWords.quality, isNumber: true },
  { name: 'longest', label: whyWords.longest, isNumber: true },
  { name: 'sound', label: whyWords.sound },
  { name: 'firstFrame', label: whyWords.firstFrame },
];

/** Everyone who fits, best first, or sorted by a column. The name opens why, price lines and basis. */
export const RankingTable = memo(function RankingTable({
  selection,
  models,
  openModel,
  ticked,
  clips,
  onTick,
  onOpen,
}: {
  readonly selection: Selection;
  /** The catalogue in use. */
  readonly models: readonly VideoModel[];
  readonly openModel: string | null;
  readonly ticked: readonly string[];
  /** So many a month are asked about; `null`: nobody asks. */
  readonly clips: number | null;
  readonly onTick: (model: string, isTicked: boolean) => void;
  readonly onOpen: (model: string) => void;
}) {
  const [isWhole, setIsWhole] = useState(false);
  const [sorting, setSorting] = useState<Sorting>(byPlace);
  const [filter, setFilter] = useState(everyRow);
  const { ranked } = selection;
  const entries = useMemo(() => new Map(models.map((model) => [model.id, model])), [models]);
  if (ranked.length === 0) return null;
  const rows = ranked.map((place, at) => ({ place, number: at + 1, entry: entries.get(place.model) }));
  const kept = sorted(
    rows.filter((row) => isShown(row, filter)),
    sorting,
  );
  const shown = isWhole ? kept : kept.slice(0, rowsAtFirst);
  const used = marks.filter(({ mark }) => shown.some(({ place }) => marksOf(place).some((own) => own.mark === mark)));
  return (
    <section className="ranking" aria-labelledby="ranking-title">
      <h2 id="ranking-title">
        {ranked.length} {ranked.length === 1 ? 'model fits' : 'models fit'}
      </h2>
      <RankingFilters filter={filter} sorting={sorting} onFilter={setFilter} onSort={setSorting} />
      <table>
        <thead>
          <tr>
            {columns.map(({ name, label, isNumber }) => (
              <th
                key={name}
                scope="col"
                className={isNumber ? 'number' : undefined}
                aria-sort={sorting.column === name ? (sorting.isDown ? 'descending' : 'ascending') : undefined}
              >
                <button type="button" className="sort" onClick={() => setSorting(nextSorting(sorting, name))}>
                  {label}
                  <span aria-hidden="true">{sorting.column === name ? (sorting.isDown ? ' ↓' : ' ↑') : ''}</span>
                </button>
              </th>
            ))}
            {clips !== null && (
              <th scope="col" className="number">
                {whyWords.clipsAMonth(clips)}
              </th>
            )}
            <th scope="col">score</th>
            <th scope="col">
              <span className="spoken-only">marks</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Row
              key={row.place.model}
              row={row}
              clips={clips}
              isOpen={row.place.model === openModel}
              isTicked={ticked.includes(row.place.model)}
              onTick={onTick}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
      {kept.length === 0 && <p className="soft">{whyWords.noRow}</p>}
      {shown.length < kept.length && (
        <button type="button" className="button" onClick={() => setIsWhole(true)}>
          Show all {kept.length}
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
      <CompareTicked rows={rows.filter(({ place }) => ticked.includes(place.model))} clips={clips} />
    </section>
  );
});

function Row({
  row: { place, number, entry },
  clips,
  isOpen,
  isTicked,
  onTick,
  onOpen,
}: {
  readonly row: RankingRow;
  readonly clips: number | null;
  readonly isOpen: boolean;
  readonly isTicked: boolean;
  readonly onTick: (model: string, isTicked: boolean) => void;
  readonly onOpen: (model: string) => void;
}) {
  const { model, price, speed, quality, score, scoreLow, dominatedBy } = place;
  const style = { '--low': scoreLow, '--score': score, '--time': timeColour(speed.p50Seconds) } as CSSProperties;
  const longest = longestSeconds(entry);
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
        {dominatedBy !== null && <span className="beaten">{whyWords.beatenBy(slugOf(dominatedBy))}</span>}
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
      <td className="number can" data-label={whyWords.longest}>
        {longest === null ? whyWords.notStated : `${longest} s`}
      </td>
      <td className="can" data-label={whyWords.sound}>
        {yesNo(hasSound(entry))}
      </td>
      <td className="can" data-label={whyWords.firstFrame}>
        {yesNo(takesFirstFrame(entry))}
      </td>
      {clips !== null && (
        <td className="number monthly" data-label={whyWords.clipsAMonth(clips)}>
          {monthlyText(price, clips)}
        </td>
      )}
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
