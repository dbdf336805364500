import { longestFloorSeconds } from '../data/billing.ts';
import type { PriceCorrection } from '../evidence/observations.ts';
import { oneValue } from '../requirements/range.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { decimal, formatMoney, least, type Money, most } from './money.ts';
import type { Price } from './price.ts';
import type { PriceNote } from './price-note.ts';

/** What own bills say about one quote. */
export interface OwnBills {
  /** How bills compare with the list price, whatever the length. */
  readonly ratio: PriceCorrection | undefined;
  /** What clips under 5 s were billed at least, when this is one. */
  readonly floor: PriceCorrection | undefined;
}

/** The corrections that are about this job: of its price keys and task before those of the model, those before the account's. */
export function ownBillsFor(
  corrections: readonly PriceCorrection[],
  model: string,
  listed: Price,
  { task, durationSeconds }: Pick<Requirements, 'task' | 'durationSeconds'>,
): OwnBills {
  const seconds = oneValue(durationSeconds);
  const sku = pricedSkus(listed);
  const ratesUsd = pricedRates(listed);
  const ofModel = corrections
    .filter(
      (entry) =>
        entry.model === model &&
        (entry.sku ?? sku) === sku &&
        (entry.ratesUsd ?? ratesUsd) === ratesUsd &&
        (entry.task ?? task) === task &&
        listed.lines.length > 0,
    )
    .sort(narrowerThenNewer);
  const isShort = seconds !== undefined && seconds < longestFloorSeconds;
  return {
    ratio:
      ofModel.find(({ floorUsd }) => !floorUsd) ??
      corrections.filter((entry) => entry.model === '*').sort(narrowerThenNewer)[0],
    floor: isShort ? ofModel.find(({ floorUsd }) => floorUsd) : undefined,
  };
}

/**
 * Of these very keys before all keys of the model, of this task before all tasks, then the newest bills; of one day those of the ledger,
 * then the most, then those that cost more: an order of their own, whatever the order in which they were given.
 */
function narrowerThenNewer(one: PriceCorrection, other: PriceCorrection): number {
  const width = ({ sku, task }: PriceCorrection) => (sku === undefined ? 2 : 0) + (task === undefined ? 1 : 0);
  const given = ({ source }: PriceCorrection) => (source === undefined ? 0 : 1);
  return (
    width(one) - width(other) ||
    (one.newestAt > other.newestAt ? -1 : one.newestAt < other.newestAt ? 1 : 0) ||
    given(one) - given(other) ||
    other.n - one.n ||
    other.high - one.high ||
    other.factor - one.factor ||
    other.low - one.low
  );
}

/** The keys that a price is made of, joined as `PriceCorrection.sku` has them. What was learnt or read off bills is no key. */
export function pricedSkus({ lines }: Pick<Price, 'lines'>): string {
  return lines.flatMap(({ sku, unit }) => (unit === 'correction' ? [] : sku)).join('+');
}

/** What a unit of each of those keys costs by the list, joined as `PriceCorrection.ratesUsd` has them. */
export function pricedRates({ lines }: Pick<Price, 'lines'>): string {
  return lines.flatMap(({ rateUsd, unit }) => (unit === 'correction' ? [] : rateUsd)).join('+');
}

/**
 * A list price with what own bills say about it, as a line of its own. Where bills contradict the list price it becomes a
 * range that holds both the list price and the bills; where they agree it counts as confirmed. A corrected price stays as it is.
 *
 * @param price by the list alone: a discount or a floor that it already holds would be counted twice
 */
export function correctedPrice(price: Price, correction: PriceCorrection): Price {
  const { lowUsd, expectedUsd, highUsd } = price;
  if (lowUsd === null || expectedUsd === null || highUsd === null) return price;
  if (price.lines.some(({ sku }) => sku === correctionSku)) return price;
  const { n, factor, low, high, oldestAt, newestAt } = correction;
  if (low === 1 && high === 1) return { ...price, confirmedByBill: true };
  const listed = { low: decimal(lowUsd), expected: decimal(expectedUsd), high: decimal(highUsd) };
  const expected = times(listed.expected, factor);
  return withLine(
    price,
    {
      low: least([listed.low, times(listed.low, low), expected]),
      expected,
      high: most([listed.high, times(listed.high, high), expected]),
    },
    { code: 'own_bills_differ', n, factor, low, high, oldestAt, newestAt },
  );
}

/**
 * A price raised to what own short clips were billed at least.
 *
 * @param price without any floor
 * @param leastUsd what the price was at least before own bills: after a single bill it stays the low end
 */
export function flooredPrice(
  price: Price,
  { floorUsd, n, oldestAt, newestAt }: PriceCorrection,
  leastUsd: string,
): Price {
  const { lowUsd, expectedUsd, highUsd } = price;
  if (!floorUsd || lowUsd === null || expectedUsd === null || highUsd === null) return price;
  const seenLow = decimal(floorUsd.low);
  const floorLow = n > 1 ? seenLow : least([decimal(leastUsd), seenLow]);
  const floorHigh = decimal(floorUsd.high);
  const raised = {
    low: most([decimal(lowUsd), floorLow]),
    expected: most([decimal(expectedUsd), floorHigh]),
    high: most([decimal(highUsd), floorHigh]),
  };
  if (raised.high.eq(highUsd) && raised.expected.eq(expectedUsd) && raised.low.eq(lowUsd)) return price;
  return withLine(price, raised, { code: 'own_bills_show_a_floor', n, ...floorUsd, oldestAt, newestAt });
}

const correctionSku = 'correction:own_bills';

function withLine(
  price: Price,
  { low, expected, high }: { readonly low: Money; readonly expected: Money; readonly high: Money },
  note: PriceNote,
): Price {
  const differenceUsd = formatMoney(expected.minus(price.expectedUsd!));
  const isExact = low.eq(high) && !price.reasons.some(({ code }) => code.startsWith('sku_not'));
  return {
    ...price,
    lowUsd: formatMoney(low),
    expectedUsd: formatMoney(expected),
    highUsd: formatMoney(high),
    confidence: isExact ? 'exact' : 'range',
    lines: expected.eq(price.expectedUsd!)
      ? price.lines
      : [
          ...price.lines,
          { sku: correctionSku, unit: 'correction', quantity: '1', rateUsd: differenceUsd, usd: differenceUsd },
        ],
    reasons: isExact ? [] : [...price.reasons, note],
    assumptions: isExact ? [...price.assumptions, note] : price.assumptions,
    confirmedByBill: true,
  };
}

/** A ratio is an estimate; what it makes of an amount is rounded to a millionth of a dollar. */
function times(usd: Money, factor: number): Money {
  return usd.times(factor).round(6);
}
