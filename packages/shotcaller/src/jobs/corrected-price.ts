import type { Price } from '@shotcaller/core';
import Big from 'big.js';
import type { LearnedCorrection } from './learning.ts';

/**
 * A list price with what this ledger's own bills say about it, as a line of its own. Where bills contradict the list price it
 * becomes a range that holds both the list price and the bills; where they agree it counts as confirmed.
 */
export function correctedPrice(price: Price, correction: LearnedCorrection | undefined): Price {
  const { lowUsd, expectedUsd, highUsd } = price;
  if (!correction || lowUsd === null || expectedUsd === null || highUsd === null) return price;
  if (correction.low === 1 && correction.high === 1) return { ...price, confirmedByBill: true };
  const { model, n, factor, low, high, oldestAt, newestAt } = correction;
  const expected = times(expectedUsd, factor);
  const differenceUsd = new Big(expected).minus(expectedUsd).toFixed();
  return {
    ...price,
    lowUsd: least(lowUsd, times(lowUsd, low)),
    expectedUsd: expected,
    highUsd: most(highUsd, times(highUsd, high)),
    confidence: 'range',
    lines: [
      ...price.lines,
      { sku: 'correction:own_bills', unit: 'correction', quantity: '1', rateUsd: differenceUsd, usd: differenceUsd },
    ],
    reasons: [...price.reasons, { code: 'own_bills_differ', model, n, factor, low, high, oldestAt, newestAt }],
    confirmedByBill: true,
  };
}

/** A ratio is an estimate; what it makes of an amount is rounded to a millionth of a dollar. */
function times(usd: string, factor: number): string {
  return new Big(usd).times(factor).round(6).toFixed();
}

function least(a: string, b: string): string {
  return new Big(a).lt(b) ? a : b;
}

function most(a: string, b: string): string {
  return new Big(a).gt(b) ? a : b;
}
