import { secondsText } from '@shotcaller/core';
import type { ReactNode } from 'react';
import { ModelName } from '../controls/model-name.tsx';
import { slugOf } from '../controls/visible-text.ts';
import { whyWords } from '../why-words.ts';
import { upTo } from '../words.ts';
import { monthlyText } from './monthly.ts';
import { hasSound, longestSeconds, type RankingRow, takesFirstFrame } from './ranking-columns.ts';

interface Line {
  readonly name: string;
  readonly text: (row: RankingRow) => ReactNode;
  /** Less is better; `null`: not known. Absent: nothing is better. */
  readonly cost?: (row: RankingRow) => number | null;
}

/** The ticked models beside each other, the best of each line marked. */
export function CompareTicked({
  rows,
  clips,
}: {
  readonly rows: readonly RankingRow[];
  readonly clips: number | null;
}) {
  if (rows.length < 2) return null;
  const lines = [...always, ...(clips === null ? [] : [monthlyLine(clips)])];
  return (
    <section className="compare" aria-labelledby="compare-title">
      <h3 id="compare-title">{whyWords.compare(rows.length)}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-label={whyWords.compareTable}>
        <table className="figures-table">
          <thead>
            <tr>
              <td />
              {rows.map(({ place }) => (
                <th key={place.model} scope="col">
                  <ModelName id={place.model} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, text, cost }) => {
              const costs = rows.map((row) => cost?.(row) ?? null);
              const least = Math.min(...costs.filter((value) => value !== null));
              const isOneBetter = new Set(costs).size > 1;
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {rows.map((row, at) => (
                    <td key={row.place.model} className={isOneBetter && costs[at] === least ? 'leads' : undefined}>
                      {text(row)}
                      {isOneBetter && costs[at] === least && <span className="spoken-only"> {whyWords.best}</span>}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}

const always: readonly Line[] = [
  {
    name: whyWords.price,
    text: ({ place }) => upTo(place.price),
    cost: ({ place }) => (place.price.highUsd === null ? null : Number(place.price.highUsd)),
  },
  {
    name: whyWords.time,
    text: ({ place }) => secondsText(place.speed.p50Seconds),
    cost: ({ place }) => Math.round(place.speed.p50Seconds),
  },
  {
    name: whyWords.lateTime,
    text: ({ place }) => secondsText(place.speed.p90Seconds),
    cost: ({ place }) => Math.round(place.speed.p90Seconds),
  },
  {
    name: whyWords.quality,
    text: ({ place }) =>
      `${Math.round(place.quality.rating)} (${Math.round(place.quality.low)}–${Math.round(place.quality.high)})`,
    cost: ({ place }) => -Math.round(place.quality.rating),
  },
  { name: whyWords.sound, text: ({ entry }) => yesNo(hasSound(entry)) },
  {
    name: whyWords.longest,
    text: ({ entry }) => {
      const seconds = longestSeconds(entry);
      return seconds === null ? whyWords.notStated : `${seconds} s`;
    },
    cost: ({ entry }) => {
      const seconds = longestSeconds(entry);
      return seconds === null ? null : -seconds;
    },
  },
  { name: whyWords.firstFrame, text: ({ entry }) => yesNo(takesFirstFrame(entry)) },
  {
    name: whyWords.beaten,
    text: ({ place }) => (place.dominatedBy === null ? whyWords.byNobody : slugOf(place.dominatedBy)),
  },
];

function monthlyLine(clips: number): Line {
  return {
    name: whyWords.clipsAMonth(clips),
    text: ({ place }) => monthlyText(place.price, clips),
    cost: ({ place }) => (place.price.highUsd === null ? null : Number(place.price.highUsd)),
  };
}

/** Unknown is no "no". */
export function yesNo(is: boolean | null): string {
  return is === null ? whyWords.notStated : is ? whyWords.yes : whyWords.no;
}
