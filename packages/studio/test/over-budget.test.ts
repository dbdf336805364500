import { expect, test } from 'vitest';
import { brokenBudget } from '../src/run/over-budget.ts';

const day = { name: 'day', limitUsd: '0.3', bookedUsd: '0', leftUsd: '0.3' } as const;
const prices = (...highUsd: readonly (string | null)[]) => highUsd.map((usd) => ({ highUsd: usd }));

test('three dimes fit into what is left to the cent, and a hair more does not', () => {
  expect(brokenBudget([day], prices('0.1', '0.1', '0.1'))).toBeNull();
  expect(brokenBudget([day], prices('0.1', '0.1', '0.1', '0.000000000001'))).toMatchObject({
    code: 'over_budget',
    neededUsd: '0.300000000001',
  });
});

test('a limit of each job is held against the dearest', () => {
  const each = { name: 'job', limitUsd: '0.5', bookedUsd: null, leftUsd: null } as const;
  expect(brokenBudget([each], prices('0.4', '0.5', '0.4'))).toBeNull();
  expect(brokenBudget([each], prices('0.4', '0.6'))).toMatchObject({ neededUsd: '0.6', bookedUsd: '0' });
});

test('a clip without a price breaks every limit', () => {
  expect(brokenBudget([day], prices('0.1', null))).toMatchObject({ code: 'price_unknown_with_cap' });
  expect(brokenBudget([], prices(null))).toBeNull();
});
