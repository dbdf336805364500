import { chartWords } from '../why-words.ts';
import type { ChartPoint } from './chart-points.ts';

/** What the chart shows: two fields of points, and two lists of bars. */
export type ChartView = 'price' | 'speed' | 'cheapest' | 'fastest';

export const chartViews: readonly { readonly value: ChartView; readonly label: string }[] = [
  { value: 'price', label: chartWords.priceQuality },
  { value: 'speed', label: chartWords.speedQuality },
  { value: 'cheapest', label: chartWords.cheapest },
  { value: 'fastest', label: chartWords.fastest },
];

/** One side of the chart: where a point lies on it, and how far its range goes. */
export interface Measure {
  readonly label: string;
  readonly of: (point: ChartPoint) => number;
  readonly from: (point: ChartPoint) => number;
  readonly to: (point: ChartPoint) => number;
  readonly steps: readonly number[];
  readonly text: (value: number) => string;
}

export const priceMeasure: Measure = {
  label: chartWords.dollars,
  of: ({ usd }) => usd,
  from: ({ lowUsd }) => lowUsd,
  to: ({ highUsd }) => highUsd,
  steps: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
  text: (usd) => (usd < 0.01 ? `$${usd}` : usd < 1 ? `$${usd.toFixed(2)}` : `$${usd}`),
};

export const timeMeasure: Measure = {
  label: chartWords.seconds,
  of: ({ seconds }) => seconds,
  from: ({ seconds }) => seconds,
  to: ({ lateSeconds }) => lateSeconds,
  steps: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600, 7200, 14_400],
  text: (seconds) => (seconds < 60 ? `${seconds} s` : seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`),
};

/**
 * The ends of an axis: whole steps around everything that can be placed, whether it fits or not. So an axis stays where it is while
 * priorities move, and jumps by a step, not a little, when the clip becomes another.
 */
export function endsOf({ steps, of, from, to }: Measure, points: readonly ChartPoint[]): readonly [number, number] {
  const lowest = Math.min(...points.map((point) => Math.min(of(point), from(point) || of(point))));
  const highest = Math.max(...points.map((point) => Math.max(of(point), to(point))));
  const low = steps.findLast((step) => step <= lowest) ?? steps[0]!;
  return [low, steps.find((step) => step >= highest && step > low) ?? Math.max(highest, low * 2)];
}

const ratingStep = 50;

/** The same for quality, which has no logarithm. */
export function ratingEnds(points: readonly ChartPoint[]): readonly [number, number] {
  const low = Math.floor(Math.min(...points.map((point) => point.low)) / ratingStep) * ratingStep;
  const high = Math.ceil(Math.max(...points.map((point) => point.high)) / ratingStep) * ratingStep;
  return [low, high > low ? high : low + ratingStep];
}
