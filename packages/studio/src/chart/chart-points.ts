import type { Selection } from '@shotcaller/core';
import { slugOf } from '../controls/visible-text.ts';
import { upTo } from '../words.ts';

/** One model in the chart. */
export interface ChartPoint {
  readonly model: string;
  readonly name: string;
  readonly usd: number;
  readonly lowUsd: number;
  readonly highUsd: number;
  readonly rating: number;
  readonly low: number;
  readonly high: number;
  readonly seconds: number;
  readonly isPick: boolean;
  readonly isTied: boolean;
  readonly isGuidePick: boolean;
  /** Nothing cheaper is rated higher. */
  readonly isOnLine: boolean;
  readonly tip: string;
}

/** The ranked models that have a price, cheapest first. */
export function chartPoints({ ranked, method, pick }: Selection, guidePick: string | null): readonly ChartPoint[] {
  const tied = new Set(method === 'evidence' ? (ranked[0]?.tiedWith ?? []) : []);
  const priced = ranked
    .filter(({ price }) => price.expectedUsd !== null)
    .sort(
      (one, other) =>
        Number(one.price.expectedUsd) - Number(other.price.expectedUsd) || other.quality.rating - one.quality.rating,
    );
  let best = Number.NEGATIVE_INFINITY;
  return priced.map(({ model, price, quality, speed }) => {
    const isOnLine = quality.rating > best;
    best = Math.max(best, quality.rating);
    return {
      model,
      name: slugOf(model),
      usd: Number(price.expectedUsd),
      lowUsd: Number(price.lowUsd),
      highUsd: Number(price.highUsd),
      rating: Math.round(quality.rating),
      low: Math.round(quality.low),
      high: Math.round(quality.high),
      seconds: Math.round(speed.p50Seconds),
      isPick: model === pick,
      isTied: tied.has(model),
      isGuidePick: model === guidePick,
      isOnLine,
      tip: `${slugOf(model)}\n${upTo(price)} · ${Math.round(speed.p50Seconds)} s\n${Math.round(quality.rating)} (${Math.round(quality.low)}–${Math.round(quality.high)})`,
    };
  });
}
