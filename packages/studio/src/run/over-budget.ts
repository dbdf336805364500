import type { OverBudget, PriceUnknownWithCap } from '@shotcaller/core';
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
    if (prices.some(({ highUsd }) => highUsd === null)) return { code: 'price_unknown_with_cap', cap: name, limitUsd };
    const needed = prices.map(({ highUsd }) => Number(highUsd));
    const neededUsd = leftUsd === null ? Math.max(...needed) : needed.reduce((sum, usd) => sum + usd, 0);
    // Sums of floats: a hair over the limit is not over it.
    if (neededUsd > Number(leftUsd ?? limitUsd) + 1e-9) {
      return {
        code: 'over_budget',
        cap: name,
        limitUsd,
        bookedUsd: bookedUsd ?? '0',
        neededUsd: String(Number(neededUsd.toFixed(9))),
        ...(renewsAt === undefined ? {} : { renewsAt }),
      };
    }
  }
  return null;
}
