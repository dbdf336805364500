import type { PriceCorrection } from '../evidence/observations.ts';
import { decimal, formatMoney, least, type Money, most } from './money.ts';
import type { Price } from './price.ts';

/**
 * A list price with what own bills say about it, as a line of its own. Where bills contradict the list price it becomes a
 * range that holds both the list price and the bills; where they agree it counts as confirmed. A corrected price stays as it is.
 */
export function correctedPrice(price: Price, correction: PriceCorrection): Price {
  const { lowUsd, expectedUsd, highUsd } = price;
  if (lowUsd === null || expectedUsd === null || highUsd === null) return price;
  if (price.lines.some(({ sku }) => sku === correctionSku)) return price;
  if (correction.low === 1 && correction.high === 1) return { ...price, confirmedByBill: true };
  const { n, factor, low, high, oldestAt, newestAt } = correction;
  const listed = { low: decimal(lowUsd), expected: decimal(expectedUsd), high: decimal(highUsd) };
  const expected = times(listed.expected, factor);
  const differenceUsd = formatMoney(expected.minus(listed.expected));
  return {
    ...price,
    lowUsd: formatMoney(least([listed.low, times(listed.low, low), expected])),
    expectedUsd: formatMoney(expected),
    highUsd: formatMoney(most([listed.high, times(listed.high, high), expected])),
    confidence: 'range',
    lines: [
      ...price.lines,
      { sku: correctionSku, unit: 'correction', quantity: '1', rateUsd: differenceUsd, usd: differenceUsd },
    ],
    reasons: [...price.reasons, { code: 'own_bills_differ', n, factor, low, high, oldestAt, newestAt }],
    confirmedByBill: true,
  };
}

const correctionSku = 'correction:own_bills';

/** A ratio is an estimate; what it makes of an amount is rounded to a millionth of a dollar. */
function times(usd: Money, factor: number): Money {
  return usd.times(factor).round(6);
}
