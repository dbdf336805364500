import { counted, dollars } from '@shotcaller/core';
import type { BudgetNeed } from '../../batch/plan/within-budget.ts';

/** How all shots can be had although the budget is too small for the models of the plan. */
export function budgetWayOut({ plannedUsd, leastUsd }: BudgetNeed, maxUsd: string): string {
  const raised = plannedUsd === null ? 'a higher --max-usd' : `--max-usd ${wholeCents(plannedUsd)}`;
  const together = (usd: string) =>
    `shotcaller batch LIST --total-usd ${usd} --objective quality chooses the models of all shots together`;
  if (leastUsd === null) return `To have all, use ${raised}; or ${together(maxUsd)} within the same sum.`;
  if (Number(leastUsd) <= Number(maxUsd))
    return `All fit within the same sum with other models: ${together(maxUsd)}. Or use ${raised}.`;
  return `Even with the cheapest models the batch needs ${dollars(leastUsd)}: ${together(wholeCents(leastUsd))}. Or use ${raised}, or leave shots out.`;
}

/** That the budget has left shots out, and what helps: the same command would leave them out again. */
export function leftOutText(shots: number, need: BudgetNeed, maxUsd: string): string {
  const were = shots === 1 ? '1 shot was' : `${counted(shots, 'shot')} were`;
  return `The budget of ${dollars(maxUsd)} was not enough: ${were} not bought, and the same command would not buy ${shots === 1 ? 'it' : 'them'} either. ${budgetWayOut(need, maxUsd)} Nothing is bought twice.`;
}

/** Dollars as a flag takes them, up to the next cent: what is enough must not be rounded down. */
function wholeCents(usd: string): string {
  const cents = Math.ceil(Number((Number(usd) * 100).toFixed(6)));
  return (cents / 100).toFixed(2);
}
