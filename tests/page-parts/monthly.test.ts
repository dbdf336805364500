import type { RankedModel } from '@shotcaller/core';
import { expect, test } from 'vitest';
import { clipsIn, monthlyText } from '../../packages/studio/src/create/monthly.ts';

const price = (lowUsd: string | null, highUsd: string | null) => ({ lowUsd, highUsd }) as RankedModel['price'];

test.each([
  ['0.15', '0.18', 10_000, '$1,500 to $1,800'],
  ['0.13', '0.13', 10_000, '$1,300'],
  ['0.126', '0.126', 1, '$0.13'],
  ['0.004', '0.009', 3, '$0.01 to $0.03'],
  ['0.5', '1.25', 100, '$50.00 to $125'],
  [null, null, 10_000, 'price unknown'],
  ['0.1', null, 10_000, 'price unknown'],
])('a clip of %s to %s dollars, %i times: %s', (low, high, clips, text) => {
  expect(monthlyText(price(low, high), clips)).toBe(text);
});

test.each([
  ['10,000', 10_000],
  ['10 000', 10_000],
  ['10.000', 10_000],
  ['1', 1],
  ['', null],
  ['  ', null],
  ['0', null],
  ['-5', null],
  ['many', null],
  ['1e5', 100_000],
  ['99999999999', null],
])('"%s" clips are %s', (typed, clips) => {
  expect(clipsIn(typed)).toBe(clips);
});
