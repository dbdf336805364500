import * as Plot from '@observablehq/plot';
import type { ChartPoint } from './chart-points.ts';
import { timeColour } from './time-colour.ts';

/** Draws the chart with Observable Plot. A click on a model calls `onOpen`. */
export function drawChart(points: readonly ChartPoint[], width: number, onOpen: (model: string) => void): Element {
  const isNarrow = width < 520;
  const at = { x: 'usd', y: 'rating' } as const;
  const line = stepsOf(points);
  const labelled = points.filter(
    ({ isPick, isTied, isOnLine, isGuidePick }) => isPick || isGuidePick || isTied || isOnLine,
  );
  const chart = Plot.plot({
    width,
    height: isNarrow ? 300 : 380,
    marginLeft: 44,
    marginRight: isNarrow ? 16 : 28,
    marginTop: 24,
    marginBottom: 40,
    className: 'plot',
    x: {
      type: 'log',
      label: 'dollars for this clip →',
      ticks: isNarrow ? 4 : 8,
      tickFormat: (usd: number) =>
        `$${usd < 0.1 ? usd.toFixed(2) : usd < 10 ? usd.toFixed(usd < 1 ? 2 : 1).replace(/\.?0+$/, '') : usd}`,
      nice: false,
      insetLeft: 16,
      insetRight: 16,
    },
    y: { label: '↑ rating', grid: true, ticks: 6, tickFormat: 'd', nice: true },
    marks: [
      Plot.line(line, {
        x: 'usd',
        y: 'rating',
        stroke: 'var(--line-strong)',
        strokeWidth: 1.5,
        strokeDasharray: '3 3',
        curve: 'step-after',
      }),
      Plot.ruleX(points, { x: 'usd', y1: 'low', y2: 'high', stroke: colourOf, strokeOpacity: 0.45, strokeWidth: 1.5 }),
      Plot.ruleY(
        points.filter(({ lowUsd, highUsd }) => lowUsd > 0 && highUsd > lowUsd),
        { y: 'rating', x1: 'lowUsd', x2: 'highUsd', stroke: colourOf, strokeOpacity: 0.45, strokeWidth: 1.5 },
      ),
      Plot.dot(
        points.filter(({ isTied }) => isTied),
        { ...at, r: 9, stroke: 'var(--ink)', strokeWidth: 1.2 },
      ),
      Plot.dot(points, {
        ...at,
        r: 5,
        fill: colourOf,
        stroke: 'var(--surface)',
        strokeWidth: 1,
        symbol: (point: ChartPoint) => (point.isGuidePick && !point.isPick ? 'square' : 'circle'),
      }),
      Plot.dot(
        points.filter(({ isPick }) => isPick),
        { ...at, r: 8, fill: 'var(--mark)', stroke: 'var(--mark-outline)', strokeWidth: 2 },
      ),
      Plot.text(isNarrow ? labelled.filter(({ isPick, isGuidePick }) => isPick || isGuidePick) : spreadOut(labelled), {
        ...at,
        text: 'name',
        dy: -14,
        fill: 'var(--ink)',
        stroke: 'var(--surface)',
        strokeWidth: 4,
        fontWeight: 500,
        textAnchor: 'middle',
      }),
      Plot.tip(
        points,
        Plot.pointer({ ...at, title: 'tip', fill: 'var(--raised)', stroke: 'var(--line-strong)', fontSize: 12 }),
      ),
    ],
  });
  // The page allows no inline style sheet; the rules of this one stand in chart.css.
  chart.querySelector('style')?.remove();
  chart.addEventListener('click', () => {
    const point = (chart as unknown as { readonly value: ChartPoint | null }).value;
    if (point) onOpen(point.model);
  });
  return chart;
}

function colourOf({ seconds }: ChartPoint): string {
  return timeColour(seconds);
}

/** The line of those that nothing cheaper beats, drawn on to the right edge. */
function stepsOf(points: readonly ChartPoint[]): readonly { readonly usd: number; readonly rating: number }[] {
  const front = points.filter(({ isOnLine }) => isOnLine);
  const dearest = points.at(-1);
  const last = front.at(-1);
  return dearest && last && dearest.usd > last.usd ? [...front, { usd: dearest.usd, rating: last.rating }] : front;
}

/** Leaves out labels that would lie over a more important one. Points are cheapest first; the pick comes before all. */
function spreadOut(points: readonly ChartPoint[]): readonly ChartPoint[] {
  const importance = ({ isPick, isGuidePick, isOnLine }: ChartPoint) =>
    isPick ? 3 : isGuidePick ? 2 : isOnLine ? 1 : 0;
  const kept: ChartPoint[] = [];
  for (const point of [...points].sort((one, other) => importance(other) - importance(one))) {
    const clashes = kept.some(
      (other) => Math.abs(Math.log(other.usd / point.usd)) < 0.75 && Math.abs(other.rating - point.rating) < 14,
    );
    if (!clashes) kept.push(point);
  }
  return kept;
}
