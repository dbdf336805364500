import { dollars, sumUsd } from '@shotcaller/core';
import { billedUsdOf, type TakeView } from '../shots/shot-view.ts';
import { inProjectWords } from '../words.ts';

/** Dollars of takes. */
export interface ProjectSums {
  readonly billedUsd: string;
  /** The most that takes under way may cost, and those that ended without a known bill. */
  readonly reservedUsd: string;
}

export function sumsOf(takes: readonly Pick<TakeView, 'heard' | 'take'>[]): ProjectSums {
  const reserved = takes.map(({ heard, take }) => {
    const job = heard?.job;
    // An order whose answer is not here may have been bought; one that was refused was not.
    if (!job) return take?.isRefused ? null : take?.confirmUsd;
    return (!job.ended && job.billedUsd === null) || job.unknownBills > 0 ? job.quotedHighUsd : null;
  });
  return { billedUsd: billedUsdOf(takes), reservedUsd: sumUsd(reserved) };
}

/** What is left of a project's own budget, in dollars, below zero when more was spent; `null`: it has none. */
export function leftOf(budgetUsd: string | null, { billedUsd, reservedUsd }: ProjectSums): string | null {
  return budgetUsd === null ? null : sumUsd([budgetUsd, `-${billedUsd}`, `-${reservedUsd}`]);
}

/** Why takes that may cost so much are not shot; `null`: the budget of the project leaves room, or there is none. */
export function overProjectText(mostUsd: string, leftUsd: string | null): string | null {
  if (leftUsd === null || Number(mostUsd) <= Number(leftUsd)) return null;
  return inProjectWords.overBudget(dollars(mostUsd), dollars(isOverspent(leftUsd) ? '0' : leftUsd));
}

export function isOverspent(leftUsd: string): boolean {
  return leftUsd.startsWith('-');
}
