import { sumUsd } from '@shotcaller/core';
import { type PlannedClip, toBuyOf } from './batch-plan.ts';

/** What a batch needs in all, with what it has cost so far. Exact decimal dollars, by upper prices; `null`: a price is not known. */
export interface BudgetNeed {
  /** With the models of the plan. */
  readonly plannedUsd: string | null;
  /** With the cheapest model for each shot that names none. */
  readonly leastUsd: string | null;
}

/** @param clips those that are still to be bought; others count for nothing */
export function budgetNeed(clips: readonly Pick<PlannedClip, 'outcome'>[], spentUsd: string): BudgetNeed {
  const open = toBuyOf(clips);
  return {
    plannedUsd: sumOf(
      spentUsd,
      open.map(({ price }) => price.highUsd),
    ),
    leastUsd: sumOf(
      spentUsd,
      open.map(({ leastUsd, price }) => leastUsd ?? price.highUsd),
    ),
  };
}

function sumOf(spentUsd: string, prices: readonly (string | null)[]): string | null {
  return prices.includes(null) ? null : sumUsd([spentUsd, ...prices]);
}
