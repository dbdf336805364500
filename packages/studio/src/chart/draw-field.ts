import * as Plot from '@observablehq/plot';
import { chartWords } from '../why-words.ts';
import type { ChartPoint } from './chart-points.ts';
import { endsOf, type Measure, ratingEnds } from './chart-view.ts';
import { drawLabels } from './draw-labels.ts';
import { fitForPage } from './fit-for-page.ts';
import { type Dot, labelHeight, type PlacedLabel, placeLabels } from './place-labels.ts';
import { timeColour } from './time-colour.ts';

const margin = { top: 26, right: 18, bottom: 42, left: 46 } as const;
const narrow = 560;
/** The share of each side that counts as the good corner. */
const cornerShare = 0.4;
const mostHeight = 1400;
/** Of the dots, in pixels. */
const radii = { plain: 4.5, fitting: 5.5, pick: 8, tied: 9 } as const;

/** Draws points in a field: something that costs against quality. A click on a model calls `onOpen`. */
export function drawField(
  points: readonly ChartPoint[],
  across: Measure,
  width: number,
  onOpen: (model: string) => void,
): Element {
  const domain = endsOf(across, points);
  const ratings = ratingEnds(points);
  const isNarrow = width < narrow;
  const { height, labels } = roomForNames(points, across, { domain, ratings, width, from: isNarrow ? 420 : 460 });
  const fitting = points.filter(({ fits }) => fits);
  const at = { x: across.of, y: 'rating' } as const;
  const hovered = { px: across.of, py: 'rating' } as const;
  const bars = { stroke: 'var(--ink)', strokeWidth: 2 } as const;
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
      domain,
      label: across.label,
      ticks: across.steps.filter((step) => step >= domain[0] && step <= domain[1]),
      tickFormat: across.text,
    },
    y: { domain: ratings, label: chartWords.quality, grid: true, ticks: 6, tickFormat: 'd' },
    color: { type: 'identity' },
    symbol: { type: 'identity' },
    marks: [
      Plot.rect([cornerOf(domain, ratings)], {
        x1: 'x1',
        x2: 'x2',
        y1: 'y1',
        y2: 'y2',
        fill: 'var(--mark-soft)',
        fillOpacity: 0.55,
      }),
      Plot.line(lineOf(fitting, across.of), {
        x: 'x',
        y: 'rating',
        stroke: 'var(--line-strong)',
        strokeWidth: 1.5,
        strokeDasharray: '3 3',
        curve: 'step-after',
      }),
      Plot.dot(
        points.filter(({ fits }) => !fits),
        { ...at, r: radii.plain, fill: 'var(--surface)', stroke: 'var(--line-strong)', strokeWidth: 1.5 },
      ),
      Plot.dot(
        fitting.filter(({ isTied }) => isTied),
        { ...at, r: radii.tied, stroke: 'var(--ink)', strokeWidth: 1.2 },
      ),
      Plot.dot(fitting, {
        ...at,
        r: radii.fitting,
        fill: ({ seconds }: ChartPoint) => timeColour(seconds),
        stroke: 'var(--surface)',
        strokeWidth: 1,
        symbol: ({ isGuidePick, isPick }: ChartPoint) => (isGuidePick && !isPick ? 'square' : 'circle'),
      }),
      Plot.dot(
        fitting.filter(({ isPick }) => isPick),
        { ...at, r: radii.pick, fill: 'var(--mark)', stroke: 'var(--mark-outline)', strokeWidth: 2 },
      ),
      // Ranges only of the model that is pointed at: thirty crosses hide what they explain.
      Plot.ruleX(points, Plot.pointer({ ...hovered, x: across.of, y1: 'low', y2: 'high', ...bars })),
      Plot.ruleY(points, Plot.pointer({ ...hovered, y: 'rating', x1: across.from, x2: across.to, ...bars })),
      () => drawLabels(labels),
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

interface Ground {
  readonly domain: readonly [number, number];
  readonly ratings: readonly [number, number];
  readonly width: number;
  /** The least height. */
  readonly from: number;
}

type NamedDot = Dot & { readonly point: ChartPoint };

/** As high as it takes for every name to stand over nothing else. */
function roomForNames(
  points: readonly ChartPoint[],
  { of }: Measure,
  { domain, ratings, width, from }: Ground,
): { readonly height: number; readonly labels: readonly PlacedLabel<NamedDot>[] } {
  const logSpan = Math.log(domain[1] / domain[0]);
  for (let height = from; ; height += 80) {
    const [innerWidth, innerHeight] = [width - margin.left - margin.right, height - margin.top - margin.bottom];
    const dots = points.map((point) => ({
      point,
      x: margin.left + (Math.log(of(point) / domain[0]) / logSpan) * innerWidth,
      y: margin.top + (1 - (point.rating - ratings[0]) / (ratings[1] - ratings[0])) * innerHeight,
      name: point.name,
      width: textWidth(point.name, point.isPick),
      radius: radiusOf(point),
      importance: importance(point),
    }));
    const room = { left: margin.left, right: width - 4, top: margin.top, bottom: height - margin.bottom };
    const labels = placeLabels(dots, room);
    if (labels) return { height, labels };
    // A name that is longer than the chart is wide has no place at any height.
    if (height >= mostHeight) return { height: from, labels: [] };
  }
}

function radiusOf({ isPick, isTied, fits }: ChartPoint): number {
  return fits && isTied ? radii.tied : isPick ? radii.pick : fits ? radii.fitting : radii.plain;
}

function importance({ isPick, isGuidePick, isTied, fits }: ChartPoint): number {
  return isPick ? 4 : isGuidePick ? 3 : isTied ? 2 : fits ? 1 : 0;
}

let measuring: CanvasRenderingContext2D | null | undefined;

/** The width of a name in pixels, as `.chart-name` sets it. */
function textWidth(text: string, isBold: boolean): number {
  measuring ??= document.createElement('canvas').getContext('2d');
  if (!measuring) return text.length * 7;
  measuring.font = `${isBold ? 600 : 400} ${labelHeight - 3}px "IBM Plex Sans Variable", sans-serif`;
  return Math.ceil(measuring.measureText(text).width);
}

/** Cheap or fast, and good: to the left and at the top. */
function cornerOf([low, high]: readonly [number, number], ratings: readonly [number, number]) {
  return {
    x1: low,
    x2: low * (high / low) ** cornerShare,
    y1: ratings[1] - (ratings[1] - ratings[0]) * cornerShare,
    y2: ratings[1],
  };
}

/** The line of those that nothing to their left beats, drawn on to the last. */
function lineOf(
  points: readonly ChartPoint[],
  of: Measure['of'],
): readonly { readonly x: number; readonly rating: number }[] {
  const sorted = [...points].sort((one, other) => of(one) - of(other) || other.rating - one.rating);
  const front: { x: number; rating: number }[] = [];
  for (const point of sorted) {
    if (point.rating > (front.at(-1)?.rating ?? Number.NEGATIVE_INFINITY))
      front.push({ x: of(point), rating: point.rating });
  }
  const [last, end] = [front.at(-1), sorted.at(-1)];
  return last && end && of(end) > last.x ? [...front, { x: of(end), rating: last.rating }] : front;
}
