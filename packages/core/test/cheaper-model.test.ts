import { expect, test } from 'vitest';
import { cheaperModel, type RankedModel } from '../src/index.ts';

const ranked = (prices: Readonly<Record<string, readonly [string | null, string | null]>>) =>
  Object.entries(prices).map(([model, [lowUsd, highUsd]]) => ({ model, price: { lowUsd, highUsd } }) as RankedModel);
const cheaperThan = (model: string, prices: Parameters<typeof ranked>[0]) =>
  cheaperModel(ranked(prices), model)?.model ?? null;

test('is the cheapest of those that cost less in any case', () => {
  expect(cheaperThan('a', { a: ['0.40', '0.40'], b: ['0.35', '0.35'], c: ['0.15', '0.15'] })).toBe('c');
});

test.each<[string, Parameters<typeof ranked>[0]]>([
  ['the pick is the cheapest', { a: ['0.15', '0.15'], b: ['0.40', '0.40'] }],
  ['the ranges overlap', { a: ['0.30', '0.50'], b: ['0.20', '0.31'] }],
  ['its price is not known', { a: ['0.40', '0.40'], b: [null, null] }],
  ["the pick's price is not known", { a: [null, null], b: ['0.15', '0.15'] }],
  ['the named model is not among those that fit', { b: ['0.15', '0.15'] }],
])('is none where %s', (_, prices) => {
  expect(cheaperThan('a', prices)).toBeNull();
});
