import { dollars } from '@shotcaller/core';
import type { TakeView } from '../shots/shot-view.ts';
import { projectWords } from '../words.ts';

/** Dollars of takes. */
export interface ProjectSums {
  readonly billedUsd: number;
  /** The most that takes under way may cost, and those that ended without a known bill. */
  readonly reservedUsd: number;
}

export function sumsOf(takes: readonly Pick<TakeView, 'heard' | 'take'>[]): ProjectSums {
  let billedUsd = 0;
  let reservedUsd = 0;
  for (const { heard, take } of takes) {
    const job = heard?.job;
    billedUsd += Number(job?.billedUsd ?? 0);
    // An order whose answer is not here may have been bought; one that was refused was not.
    if (!job) reservedUsd += take?.isRefused ? 0 : Number(take?.confirmUsd ?? 0);
    else if ((!job.ended && job.billedUsd === null) || job.unknownBills > 0)
      reservedUsd += Number(job.quotedHighUsd ?? 0);
  }
  return { billedUsd: cents(billedUsd), reservedUsd: cents(reservedUsd) };
}

/** What is left of a project's own budget, in dollars; `null`: it has none. */
export function leftOf(budgetUsd: string | null, { billedUsd, reservedUsd }: ProjectSums): number | null {
  return budgetUsd === null ? null : cents(Number(budgetUsd) - billedUsd - reservedUsd);
}

/** Why takes that may cost so much are not shot; `null`: the budget of the project leaves room, or there is none. */
export function overProjectText(mostUsd: number, leftUsd: number | null): string | null {
  if (leftUsd === null || mostUsd <= leftUsd) return null;
  return projectWords.overBudget(dollars(String(mostUsd)), dollars(String(Math.max(0, leftUsd))));
}

/** Sums of floats end in noise beyond the ninth decimal. */
function cents(usd: number): number {
  return Number(usd.toFixed(9));
}
