import { formatMoney, type Money, multiply, plainDecimal, zero } from './money.ts';
import type { PriceLine } from './price.ts';
import type { SkuRate } from './sku-table.ts';

/** The reading of an unsettled price: the least, the best guess, the most. */
export type Reading = 'low' | 'expected' | 'high';

/** An amount with the key that it is bought by, or our name for what no key says. */
export interface Charge {
  readonly rate: Omit<SkuRate, 'unit'> & { readonly unit: PriceLine['unit'] };
  readonly quantity: number;
  readonly usd: Money;
  /** As text, once it was shown. */
  usdText?: string;
}

/** The last one of each rate: whoever compares clips asks for the same length again and again. */
const charged = new WeakMap<SkuRate, Charge>();

/** `quantity` units at a rate that is known to be readable. */
export function charge(rate: SkuRate, quantity: number): Charge {
  const before = charged.get(rate);
  if (before?.quantity === quantity) return before;
  const made: Charge = { rate, quantity, usd: multiply(rate.rateUsd!, quantity) };
  charged.set(rate, made);
  return made;
}

export function totalOf(charges: readonly Charge[]): Money {
  return charges.length === 1 ? charges[0]!.usd : charges.reduce((sum, { usd }) => sum.plus(usd), zero);
}

/** The floors of the whole job, as lines that top the sum up. */
export function atLeast(minimums: readonly SkuRate[], charges: readonly Charge[]): readonly Charge[] {
  let topped = charges;
  for (const rate of minimums) {
    const gap = rate.rateUsd!.minus(totalOf(topped));
    if (gap.gt(zero)) topped = [...topped, { rate, quantity: 1, usd: gap }];
  }
  return topped;
}

/** What a clip that is billed as a longer one costs beyond its own seconds, as a line that no price key stands for. */
export function unlistedFloor(usd: Money): Charge {
  return {
    rate: { sku: unlistedFloorSku, unit: 'correction', rateUsd: usd, rateText: formatMoney(usd) },
    quantity: 1,
    usd,
  };
}

const unlistedFloorSku = 'correction:unlisted_floor';

export function lineOf(charge: Charge): PriceLine {
  const { rate, quantity } = charge;
  charge.usdText ??= formatMoney(charge.usd);
  return {
    sku: rate.sku,
    unit: rate.unit,
    quantity: Number.isInteger(quantity) ? String(quantity) : plainDecimal(quantity)!,
    rateUsd: rate.rateText,
    usd: charge.usdText,
  };
}
