import { makesSound, type RankedModel, type VideoModel } from '@shotcaller/core';

/** A model of the ranking with what its catalogue entry says. */
export interface RankingRow {
  readonly place: RankedModel;
  /** Its place by your priorities, from 1. */
  readonly number: number;
  readonly entry: VideoModel | undefined;
}

export type ColumnName = 'place' | 'model' | 'price' | 'seconds' | 'quality' | 'longest' | 'sound' | 'firstFrame';

export interface Sorting {
  readonly column: ColumnName;
  readonly isDown: boolean;
}

/** By your priorities, best first. */
export const byPlace: Sorting = { column: 'place', isDown: false };

/** What a row is sorted by; `null`: not known, and last whichever way. */
const values: Readonly<Record<ColumnName, (row: RankingRow) => number | string | null>> = {
  place: ({ number }) => number,
  model: ({ place }) => place.model,
  price: ({ place }) => (place.price.highUsd === null ? null : Number(place.price.highUsd)),
  seconds: ({ place }) => place.speed.p50Seconds,
  quality: ({ place }) => place.quality.rating,
  longest: ({ entry }) => longestSeconds(entry),
  sound: ({ entry }) => asNumber(hasSound(entry)),
  firstFrame: ({ entry }) => asNumber(takesFirstFrame(entry)),
};

/** The best first: the best of quality, sound and length is the most. */
const mostFirst: readonly ColumnName[] = ['quality', 'longest', 'sound', 'firstFrame'];

/** What pressing a column's head sorts by: the best first, then the other way, then by place again. */
export function nextSorting(before: Sorting, column: ColumnName): Sorting {
  const first = { column, isDown: mostFirst.includes(column) };
  if (before.column !== column) return first;
  return before.isDown === first.isDown ? { column, isDown: !first.isDown } : byPlace;
}

export function sorted(rows: readonly RankingRow[], { column, isDown }: Sorting): readonly RankingRow[] {
  const value = values[column];
  return [...rows].sort((one, other) => {
    const [own, others] = [value(one), value(other)];
    if (own === others) return one.number - other.number;
    if (own === null) return 1;
    if (others === null) return -1;
    return (own < others ? -1 : 1) * (isDown ? -1 : 1);
  });
}

/** Which rows are shown: by a part of the name, and by what a model can do. */
export interface RankingFilter {
  readonly words: string;
  readonly hasSound: boolean;
  readonly hasFirstFrame: boolean;
  readonly isUnbeaten: boolean;
}

export const everyRow: RankingFilter = { words: '', hasSound: false, hasFirstFrame: false, isUnbeaten: false };

export function isShown({ place, entry }: RankingRow, filter: RankingFilter): boolean {
  return (
    filter.words
      .toLowerCase()
      .split(/\s+/)
      .every((word) => place.model.toLowerCase().includes(word)) &&
    (!filter.hasSound || hasSound(entry) === true) &&
    (!filter.hasFirstFrame || takesFirstFrame(entry) === true) &&
    (!filter.isUnbeaten || place.dominatedBy === null)
  );
}

/** The longest clip in one piece; `null`: not stated. */
export function longestSeconds(entry: VideoModel | undefined): number | null {
  const lengths = entry?.durationsSeconds ?? [];
  return lengths.length === 0 ? null : Math.max(...lengths);
}

/** Whether its clips have sound, or can have it; `null`: not stated. */
export function hasSound(entry: VideoModel | undefined): boolean | null {
  return entry ? makesSound(entry) : null;
}

/** Whether a picture can be the first frame; `null`: not stated. */
export function takesFirstFrame(entry: VideoModel | undefined): boolean | null {
  return entry?.frameTypes ? entry.frameTypes.includes('first_frame') : null;
}

function asNumber(is: boolean | null): number | null {
  return is === null ? null : Number(is);
}
