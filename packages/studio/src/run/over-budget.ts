import { type OverBudget, type PriceUnknownWithCap, sumUsd } from '@shotcaller/core';
import type { Budget } from '../api/wire.ts';

/** A price as quotes have it; the upper end is what is reserved. */
interface Reserved {
  readonly highUsd: string | null;
}

/**
 * The budget that these clips together would break, as the ledger would say it; `null`: none. For showing before the order: the ledger
 * decides.
 */
export function brokenBudget(
  budgets: readonly Budget[],
  prices: readonly Reserved[],
): OverBudget | PriceUnknownWithCap | null {
  if (prices.length === 0) return null;
  for (const { name, limitUsd, bookedUsd, leftUsd, renewsAt } of budgets) {
    const needed = prices.flatMap(({ highUsd }) => highUsd ?? []);
    if (needed.length < prices.length) return { code: 'price_unknown_with_cap', cap: name, limitUsd };
    const neededUsd = leftUsd === null ? largest(needed) : sumUsd(needed);
    if (Number(neededUsd) > Number(leftUsd ?? limitUsd)) {
      return {
        code: 'over_budget',
        cap: name,
        limitUsd,
        bookedUsd: bookedUsd ?? '0',
        neededUsd,
        ...(renewsAt === undefined ? {} : { renewsAt }),
      };
    }
  }
  return null;
}

function largest(amounts: readonly string[]): string {
  return amounts.reduce((most, usd) => (Number(usd) > Number(most) ? usd : most));
}
