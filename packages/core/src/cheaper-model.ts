import type { RankedModel } from './selection.ts';

/** The model that costs least of those that fit, if its upper price is below the lower one of `model`; otherwise `null`. */
export function cheaperModel(ranked: readonly RankedModel[], model: string): RankedModel | null {
  const lowest = lowUsd(ranked.find((entry) => entry.model === model));
  let cheapest: RankedModel | null = null;
  for (const entry of ranked) if (highUsd(entry) < (cheapest ? highUsd(cheapest) : lowest)) cheapest = entry;
  return cheapest;
}

/** Without a known price, nothing is cheaper. */
function lowUsd(entry: RankedModel | undefined): number {
  return Number(entry?.price.lowUsd ?? -Infinity);
}

function highUsd({ price }: RankedModel): number {
  return Number(price.highUsd ?? Infinity);
}
