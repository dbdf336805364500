import type { RankedModel, VideoModel } from '@shotcaller/core';
import { expect, test } from 'vitest';
import {
  byPlace,
  everyRow,
  isShown,
  nextSorting,
  type RankingRow,
  sorted,
} from '../../packages/studio/src/create/ranking-columns.ts';

function row(number: number, model: string, highUsd: string | null, entry: Partial<VideoModel> = {}): RankingRow {
  const place = {
    model,
    price: { highUsd },
    speed: { p50Seconds: 100 - number },
    quality: { rating: 1400 + number },
    dominatedBy: number === 3 ? 'a/one' : null,
  } as unknown as RankedModel;
  return { place, number, entry: entry as VideoModel };
}

const rows = [
  row(1, 'a/one', '0.30', { generateAudio: true, durationsSeconds: [4, 8], frameTypes: ['first_frame'] }),
  row(2, 'b/two', null, { generateAudio: null, durationsSeconds: null, frameTypes: null }),
  row(3, 'c/three', '0.10', { generateAudio: false, durationsSeconds: [5, 15], frameTypes: [] }),
];
const models = (list: readonly RankingRow[]) => list.map(({ place }) => place.model.slice(0, 1)).join('');

test('a column is sorted the best first, then the other way, then by place again', () => {
  const once = nextSorting(byPlace, 'price');
  const twice = nextSorting(once, 'price');
  expect([once, twice, nextSorting(twice, 'price')]).toEqual([
    { column: 'price', isDown: false },
    { column: 'price', isDown: true },
    byPlace,
  ]);
  expect(nextSorting(once, 'quality')).toEqual({ column: 'quality', isDown: true });
});

test('what is not known is last whichever way', () => {
  expect(models(sorted(rows, { column: 'price', isDown: false }))).toBe('cab');
  expect(models(sorted(rows, { column: 'price', isDown: true }))).toBe('acb');
  expect(models(sorted(rows, { column: 'longest', isDown: true }))).toBe('cab');
  expect(models(sorted(rows, { column: 'sound', isDown: true }))).toBe('acb');
  expect(models(sorted(rows, byPlace))).toBe('abc');
});

test('a filter keeps what surely can, so a model whose entry says nothing is left out', () => {
  const kept = (filter: object) => models(rows.filter((one) => isShown(one, { ...everyRow, ...filter })));
  expect(kept({})).toBe('abc');
  expect(kept({ hasSound: true })).toBe('a');
  expect(kept({ hasFirstFrame: true })).toBe('a');
  expect(kept({ isUnbeaten: true })).toBe('ab');
  expect(kept({ words: 'THREE c/' })).toBe('c');
});
