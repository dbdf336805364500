import * as Plot from '@observablehq/plot';
import type { ChartPoint } from './chart-points.ts';
import { fitForPage } from './fit-for-page.ts';
import { type Ground, type PlacedLabel, placeLabels } from './place-labels.ts';
import { timeColour } from './time-colour.ts';

const margin = { top: 24, right: 20, bottom: 40, left: 44 } as const;
const roundPrices = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
const finerPrices = [
  0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50,
];

/** Draws the chart with Observable Plot. A click on a model calls `onOpen`. */
export function drawChart(points: readonly ChartPoint[], width: number, onOpen: (model: string) => void): Element {
  const isNarrow = width < 520;
  const height = isNarrow ? 300 : 400;
  const prices = domainOf(
    points.flatMap(({ lowUsd, usd, highUsd }) => [lowUsd, usd, highUsd]).filter((usd) => usd > 0),
    (low, high) => [low / 1.15, high * 1.15],
  );
  const ratings = domainOf(
    points.flatMap(({ low, high }) => [low, high]),
    (low, high) => [low - 12, high + 12],
  );
  const ground = groundOf(prices, ratings, width, height);
  const labels = placeLabels(
    isNarrow ? points.filter(({ isPick, isGuidePick }) => isPick || isGuidePick) : points,
    ground,
  );
  const at = { x: 'usd', y: 'rating' } as const;
  const chart = Plot.plot({
    width,
    height,
    marginTop: margin.top,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    className: 'plot',
    x: {
      type: 'log',
      domain: prices,
      label: 'dollars for this clip →',
      ticks: (prices[1] / prices[0] < 15 && !isNarrow ? finerPrices : roundPrices).filter(
        (usd) => usd >= prices[0] && usd <= prices[1],
      ),
      tickFormat: (usd: number) => (usd < 1 ? `$${usd.toFixed(2)}` : `$${usd}`),
    },
    y: { domain: ratings, label: '↑ quality', grid: true, ticks: 6, tickFormat: 'd' },
    color: { type: 'identity' },
    symbol: { type: 'identity' },
    marks: [
      Plot.line(lineOf(points), {
        ...at,
        stroke: 'var(--line-strong)',
        strokeWidth: 1.5,
        strokeDasharray: '3 3',
        curve: 'step-after',
      }),
      Plot.ruleX(points, { x: 'usd', y1: 'low', y2: 'high', stroke: colourOf, strokeOpacity: 0.5, strokeWidth: 2 }),
      Plot.ruleY(
        points.filter(({ lowUsd, highUsd }) => lowUsd > 0 && highUsd > lowUsd),
        { y: 'rating', x1: 'lowUsd', x2: 'highUsd', stroke: colourOf, strokeOpacity: 0.5, strokeWidth: 2 },
      ),
      Plot.dot(
        points.filter(({ isTied }) => isTied),
        { ...at, r: 9, stroke: 'var(--ink)', strokeWidth: 1.2 },
      ),
      Plot.dot(points, {
        ...at,
        r: 5.5,
        fill: colourOf,
        stroke: 'var(--surface)',
        strokeWidth: 1,
        symbol: ({ isGuidePick, isPick }: ChartPoint) => (isGuidePick && !isPick ? 'square' : 'circle'),
      }),
      Plot.dot(
        points.filter(({ isPick }) => isPick),
        { ...at, r: 8, fill: 'var(--mark)', stroke: 'var(--mark-outline)', strokeWidth: 2 },
      ),
      ...labels.map(labelMark),
      Plot.tip(
        points,
        Plot.pointer({ ...at, title: 'tip', fill: 'var(--raised)', stroke: 'var(--line-strong)', fontSize: 12 }),
      ),
    ],
  });
  chart.addEventListener('click', () => {
    const point = (chart as unknown as { readonly value: ChartPoint | null }).value;
    if (point) onOpen(point.model);
  });
  return fitForPage(chart);
}

function labelMark({ point, dx, dy, anchor }: PlacedLabel): Plot.Text {
  return Plot.text([point], {
    x: 'usd',
    y: 'rating',
    text: 'name',
    dx,
    dy,
    textAnchor: anchor,
    fill: 'var(--ink)',
    stroke: 'var(--surface)',
    strokeWidth: 4,
    fontWeight: point.isPick ? 600 : 400,
  });
}

function colourOf({ seconds }: ChartPoint): string {
  return timeColour(seconds);
}

function domainOf(values: readonly number[], widen: (low: number, high: number) => [number, number]): [number, number] {
  return widen(Math.min(...values), Math.max(...values));
}

function groundOf(
  prices: readonly [number, number],
  ratings: readonly [number, number],
  width: number,
  height: number,
): Ground {
  const [innerWidth, innerHeight] = [width - margin.left - margin.right, height - margin.top - margin.bottom];
  const logSpan = Math.log(prices[1] / prices[0]);
  return {
    width,
    x: (usd) => margin.left + (Math.log(usd / prices[0]) / logSpan) * innerWidth,
    y: (rating) => margin.top + (1 - (rating - ratings[0]) / (ratings[1] - ratings[0])) * innerHeight,
  };
}

/** The line of those that nothing cheaper beats, drawn on to the dearest. */
function lineOf(points: readonly ChartPoint[]): readonly { readonly usd: number; readonly rating: number }[] {
  const front = points.filter(({ isOnLine }) => isOnLine);
  const dearest = points.at(-1);
  const last = front.at(-1);
  return dearest && last && dearest.usd > last.usd ? [...front, { usd: dearest.usd, rating: last.rating }] : front;
}
