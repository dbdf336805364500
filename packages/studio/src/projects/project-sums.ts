import type { ShotTile } from '../shots/shot-view.ts';

/** Dollars of the takes of several shots. */
export interface ProjectSums {
  readonly billedUsd: number;
  /** The most that takes under way may cost, and those that ended without a known bill. */
  readonly reservedUsd: number;
}

export function sumsOf(tiles: readonly ShotTile[]): ProjectSums {
  let billedUsd = 0;
  let reservedUsd = 0;
  for (const { heard, take } of tiles.flatMap(({ takes }) => takes)) {
    const job = heard?.job;
    billedUsd += Number(job?.billedUsd ?? 0);
    // An order whose answer is not here may have been bought.
    if (!job) reservedUsd += Number(take?.confirmUsd ?? 0);
    else if ((!job.ended && job.billedUsd === null) || job.unknownBills > 0)
      reservedUsd += Number(job.quotedHighUsd ?? 0);
  }
  return { billedUsd: cents(billedUsd), reservedUsd: cents(reservedUsd) };
}

/** What is left of a project's own budget, in dollars; `null`: it has none. */
export function leftOf(budgetUsd: string | null, { billedUsd, reservedUsd }: ProjectSums): number | null {
  return budgetUsd === null ? null : cents(Number(budgetUsd) - billedUsd - reservedUsd);
}

/** Sums of floats end in noise beyond the ninth decimal. */
function cents(usd: number): number {
  return Number(usd.toFixed(9));
}
