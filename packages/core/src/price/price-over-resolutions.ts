import { type Charge, lineOf } from './charge.ts';
import type { TierPrice } from './clip-price.ts';
import type { PricingFacts } from './facts.ts';
import { formatMoney, least, type Money, most } from './money.ts';
import type { Price } from './price.ts';
import type { PriceNote } from './price-note.ts';
import type { Tiers } from './tiers.ts';

/** One price over every resolution that the job may be made at: from the cheapest to the dearest, the best guess in between. */
export function priceOverResolutions(
  { table, discount, confirmed }: PricingFacts,
  tiers: Tiers,
  priced: readonly TierPrice[],
  assumptions: readonly PriceNote[],
): Price {
  const several = priced.length > 1;
  const chosen = several ? (priced.find(({ tier }) => tier === tiers.expected) ?? cheapest(priced)) : priced[0]!;
  const listLow = several ? least(priced.map(({ low }) => low)) : chosen.low;
  const low = discount ? listLow.times(discount.factor) : listLow;
  const high = several ? most(priced.map((price) => price.high)) : chosen.high;
  const lines = chosen.charges.map(lineOf);
  const expectedUsd = lines.length === 1 ? lines[0]!.usd : formatMoney(chosen.expected);
  const highUsd = sameAmount(high, chosen.expected) ? expectedUsd : formatMoney(high);
  const lowUsd = sameAmount(low, high) ? highUsd : formatMoney(low);

  const reasons: PriceNote[] = [];
  if (lowUsd !== highUsd) {
    if (several) reasons.push({ code: 'resolution_not_given', resolutions: tiers.all });
    reasons.push(...chosen.reasons);
    if (discount) {
      const { factor, seenFrom, seenUntil } = discount;
      reasons.push({ code: 'unlisted_discount_seen', factor, seenFrom, seenUntil });
    }
  }
  const rivals =
    chosen.rivals.length > 0 ? chosen.rivals : (priced.find((price) => price.rivals.length > 0)?.rivals ?? []);
  if (rivals.length > 0) reasons.push({ code: 'several_price_families', skus: rivals });
  for (const sku of unappliedAt(priced)) reasons.push({ code: 'sku_not_applied', sku });
  for (const sku of table.unknownSkus) reasons.push({ code: 'sku_not_understood', sku });
  const { charges } = chosen;
  return {
    lowUsd,
    expectedUsd,
    highUsd,
    confidence: reasons.length === 0 ? 'exact' : 'range',
    lines,
    reasons,
    assumptions: several ? [...assumptions, { code: 'resolution_assumed', resolution: chosen.tier }] : assumptions,
    confirmedByBill:
      confirmed.length > 0 &&
      charges.every(({ rate }) => rate.unit === 'correction' || isConfirmed(confirmed, rate, chosen.tier)),
  };
}

/** At any of the resolutions; mostly there are none. */
function unappliedAt(priced: readonly TierPrice[]): Iterable<string> {
  return priced.length === 1 ? priced[0]!.unapplied : new Set(priced.flatMap(({ unapplied }) => unapplied));
}

/** A bill says nothing of a price that has changed since. */
function isConfirmed(confirmed: PricingFacts['confirmed'], rate: Charge['rate'], tier: string | null): boolean {
  return confirmed.some((entry) => entry.sku === rate.sku && entry.tier === tier && entry.rateUsd === rate.rateText);
}

/** Mostly the very same object, which needs no arithmetic. */
function sameAmount(one: Money, other: Money): boolean {
  return one === other || one.eq(other);
}

function cheapest(prices: readonly TierPrice[]): TierPrice {
  return prices.reduce((best, price) => (price.expected.lt(best.expected) ? price : best));
}
