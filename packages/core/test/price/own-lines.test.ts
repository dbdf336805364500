import { expect, test } from 'vitest';
import { bundledCatalog, select } from '../../src/index.ts';

const clip = { prompt: 'a mug', durationSeconds: 5, resolution: '720p' };

test('whoever writes into the lines of an answer changes no later price', () => {
  const before = JSON.stringify(select(bundledCatalog, clip).ranked.map(({ price }) => price));
  for (const { price } of select(bundledCatalog, clip).ranked)
    for (const line of price.lines) Object.assign(line, { usd: '0.000001', rateUsd: '0', quantity: '0', sku: 'free' });
  expect(JSON.stringify(select(bundledCatalog, clip).ranked.map(({ price }) => price))).toBe(before);
});
