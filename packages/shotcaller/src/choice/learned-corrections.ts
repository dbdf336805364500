import {
  accountDiscount,
  longestFloorSeconds,
  mostBelievedUsd,
  mostTimesQuote,
  type PriceCorrection,
  pricedRates,
  pricedSkus,
} from '@shotcaller/core';
import { groupBy } from './group-by.ts';
import type { EndedAttempt } from './own-evidence.ts';

/**
 * Compares bills with the list prices that they were quoted by, learnt corrections taken out of them; by model, price keys and task, for
 * what is true of one key says nothing of another, and once its list price has changed the bills before are history. Short clips that were
 * all billed over list show a floor, which says nothing of longer ones; any other ratio is a discount or a surcharge. Ordered by model id,
 * the account's own discount last. The order of the attempts makes no difference.
 *
 * An answer is a geometric mean and its 90 % interval, which goes beyond the bills seen by no more than they differ, and to a side of the list
 * price only where a bill was; of a single bill from list price to bill.
 *
 * @param since ISO 8601; older bills teach nothing, for prices and discounts change. Default: all teach
 */
export function learnedCorrections(attempts: readonly EndedAttempt[], since = ''): readonly PriceCorrection[] {
  const compared = attempts
    .flatMap(comparison)
    .filter(({ at }) => at >= since)
    .sort(oldestFirst);
  const groups = groupBy(compared, ({ model, sku, task }) => JSON.stringify([model, sku, task]));
  const ordered = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, bills]) => split(ofNewestListPrice(bills)));
  return [
    ...ordered.flatMap(({ rates, floors }) => [
      ...(rates.length === 0 ? [] : [correctionOf(sinceTheRateChanged(rates))]),
      ...(floors.length === 0 ? [] : [{ ...correctionOf(floors), floorUsd: spanOf(floors) }]),
    ]),
    ...accountCorrection(ordered.flatMap(({ rates }) => rates)),
  ];
}

interface Comparison {
  readonly model: string;
  readonly sku: string;
  readonly ratesUsd: string;
  readonly task: EndedAttempt['clip']['task'];
  /** `undefined`: not known. */
  readonly seconds: number | undefined;
  readonly billedUsd: string;
  readonly logRatio: number;
  readonly at: string;
}

function comparison(attempt: EndedAttempt): readonly Comparison[] {
  if (attempt.completedAt === null || attempt.billKnown !== true || attempt.billedUsd === null) return [];
  const lines = attempt.price.lines.filter(({ unit }) => unit !== 'correction');
  const listUsd = lines.reduce((sum, { usd }) => sum + Number(usd), 0);
  const billedUsd = Number(attempt.billedUsd);
  // A free job (credits, own key) says nothing about the list price.
  if (!(listUsd > 0) || !(billedUsd > 0)) return [];
  // Ledgers hold bills that were booked before any was held against its quote.
  if (billedUsd > Number(mostBelievedUsd(attempt.price))) return [];
  return [
    {
      model: attempt.model,
      sku: pricedSkus(attempt.price),
      ratesUsd: pricedRates(attempt.price),
      task: attempt.clip.task,
      seconds: attempt.clip.durationSeconds,
      billedUsd: attempt.billedUsd,
      logRatio: Math.log(withinReach(billedUsd / listUsd)),
      at: attempt.completedAt,
    },
  ];
}

/** Of bills of one moment the dearest counts as the newest, so that their order among each other is always the same. */
function oldestFirst(one: Comparison, other: Comparison): number {
  if (one.at !== other.at) return one.at < other.at ? -1 : 1;
  return one.logRatio - other.logRatio || Number(one.billedUsd) - Number(other.billedUsd);
}

function ofNewestListPrice(bills: readonly Comparison[]): readonly Comparison[] {
  const newest = bills.at(-1)?.ratesUsd;
  return bills.filter(({ ratesUsd }) => ratesUsd === newest);
}

/** What bills differ by when they are equal: a ratio of rounded amounts. */
const sameLogRatio = 0.005;

/** Bills that show a floor, and the others. A ratio that longer clips have too is no floor. */
function split(bills: readonly Comparison[]): {
  readonly rates: readonly Comparison[];
  readonly floors: readonly Comparison[];
} {
  const isShort = ({ seconds }: Comparison) => seconds !== undefined && seconds < longestFloorSeconds;
  const longRatios = bills.filter((bill) => !isShort(bill)).map(({ logRatio }) => logRatio);
  const bySeconds = groupBy(bills.filter(isShort), ({ seconds }) => String(seconds));
  const floors = [...bySeconds.values()]
    .filter((group) =>
      group.every(
        ({ logRatio }) =>
          logRatio > sameLogRatio && !longRatios.some((ratio) => Math.abs(ratio - logRatio) < sameLogRatio),
      ),
    )
    .flat();
  return { rates: bills.filter((bill) => !floors.includes(bill)), floors };
}

/**
 * The bills since the rate changed. Once a bill came at the list price again, those under it before are history; and where all bills before
 * were at one rate, at least two of them, and all since are at another, only those since count.
 */
function sinceTheRateChanged(bills: readonly Comparison[]): readonly Comparison[] {
  const isListPrice = ({ logRatio }: Comparison) => Math.abs(logRatio) < 1e-6;
  const lastOther = bills.findLastIndex((bill) => !isListPrice(bill));
  const isOver = lastOther >= 0 && lastOther < bills.length - 1;
  if (isOver && bills.slice(0, lastOther + 1).every(({ logRatio }) => logRatio < 1e-6))
    return bills.slice(lastOther + 1);

  const isAs = (one: Comparison) => (other: Comparison) => Math.abs(one.logRatio - other.logRatio) < sameLogRatio;
  const before = bills.findIndex((bill) => !isAs(bills[0]!)(bill));
  return before >= 2 && bills.slice(before).every(isAs(bills[before]!)) ? bills.slice(before) : bills;
}

/**
 * The discount of the account, where the newest of the bills that are at the list price or at that discount is at the discount. It
 * holds for models that were never billed.
 */
function accountCorrection(rates: readonly Comparison[]): readonly PriceCorrection[] {
  const logFactor = Math.log(Number(accountDiscount.factor));
  const isDiscounted = ({ logRatio }: Comparison) => Math.abs(logRatio - logFactor) < 0.0005;
  const plain = rates.filter((bill) => Math.abs(bill.logRatio) < 0.0005 || isDiscounted(bill)).sort(oldestFirst);
  const since = plain.findLastIndex((bill) => !isDiscounted(bill)) + 1;
  const bills = plain.slice(since);
  if (bills.length === 0) return [];
  const { n, oldestAt, newestAt } = correctionOf(bills);
  const factor = Number(accountDiscount.factor);
  return [{ model: '*', n, factor, low: factor, high: factor, oldestAt, newestAt }];
}

function spanOf(bills: readonly Comparison[]): { readonly low: string; readonly high: string } {
  const amounts = bills.map(({ billedUsd }) => billedUsd).sort((one, other) => Number(one) - Number(other));
  return { low: amounts[0]!, high: amounts.at(-1)! };
}

function correctionOf(bills: readonly Comparison[]): PriceCorrection {
  const n = bills.length;
  const { model, sku, ratesUsd, task } = bills[0]!;
  const logRatios = bills.map(({ logRatio }) => logRatio);
  const mean = logRatios.reduce((sum, logRatio) => sum + logRatio, 0) / n;
  const about = { model, sku, ratesUsd, task, n, oldestAt: bills[0]!.at, newestAt: bills.at(-1)!.at };
  const factor = tidy(Math.exp(mean));
  if (n === 1) return { ...about, factor, low: Math.min(1, factor), high: Math.max(1, factor) };
  const variance = logRatios.reduce((sum, logRatio) => sum + (logRatio - mean) ** 2, 0) / (n - 1);
  const reach = studentT95(n - 1) * Math.sqrt(variance * (1 + 1 / n));
  const [least, most] = [Math.min(0, ...logRatios), Math.max(0, ...logRatios)];
  const spread = most - least;
  const low = least < 0 ? Math.max(mean - reach, least - spread) : Math.max(mean - reach, 0);
  const high = most > 0 ? Math.min(mean + reach, most + spread) : Math.min(mean + reach, 0);
  return { ...about, factor, low: tidy(withinReach(Math.exp(low))), high: tidy(withinReach(Math.exp(high))) };
}

/** No bill is believed that lies further from its quote, so no further one is expected: two bills alone would span millions. */
function withinReach(ratio: number): number {
  return Math.min(mostTimesQuote, Math.max(1 / mostTimesQuote, ratio));
}

/** 95th percentile of Student's t: tables of any textbook; beyond 10 degrees within 1 % of the formula used. */
function studentT95(degrees: number): number {
  const table = [6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895, 1.86, 1.833, 1.812];
  return table[degrees - 1] ?? 1.645 + 1.5 / degrees;
}

/** Ratios of exact decimals come out as 0.9999999; what is left after nine digits is noise. */
function tidy(value: number): number {
  return Number(value.toFixed(9));
}
