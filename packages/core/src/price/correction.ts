import Big from 'big.js';
import type { PriceCorrection } from '../evidence/observations.ts';
import type { Price } from './price.ts';

/**
 * A list price with what own bills say about it, as a line of its own. Where bills contradict the list price it becomes a
 * range that holds both the list price and the bills; where they agree it counts as confirmed. A corrected price stays as it is.
 */
export function correctedPrice(price: Price, correction: PriceCorrection): Price {
  const { lowUsd, expectedUsd, highUsd } = price;
  if (lowUsd === null || expectedUsd === null || highUsd === null) return price;
  if (price.lines.some(({ sku }) => sku === CORRECTION_SKU)) return price;
  if (correction.low === 1 && correction.high === 1) return { ...price, confirmedByBill: true };
  const { n, factor, low, high, oldestAt, newestAt } = correction;
  const expected = times(expectedUsd, factor);
  const differenceUsd = new Big(expected).minus(expectedUsd).toFixed();
  return {
    ...price,
    lowUsd: least(lowUsd, times(lowUsd, low), expected),
    expectedUsd: expected,
    highUsd: most(highUsd, times(highUsd, high), expected),
    confidence: 'range',
    lines: [
      ...price.lines,
      { sku: CORRECTION_SKU, unit: 'correction', quantity: '1', rateUsd: differenceUsd, usd: differenceUsd },
    ],
    reasons: [...price.reasons, { code: 'own_bills_differ', n, factor, low, high, oldestAt, newestAt }],
    confirmedByBill: true,
  };
}

const CORRECTION_SKU = 'correction:own_bills';

/** A ratio is an estimate; what it makes of an amount is rounded to a millionth of a dollar. */
function times(usd: string, factor: number): string {
  return new Big(usd).times(factor).round(6).toFixed();
}

function least(...amounts: readonly string[]): string {
  return amounts.reduce((one, other) => (new Big(other).lt(one) ? other : one));
}

function most(...amounts: readonly string[]): string {
  return amounts.reduce((one, other) => (new Big(other).gt(one) ? other : one));
}
