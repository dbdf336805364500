import * as Plot from '@observablehq/plot';
import type { ChartPoint } from './chart-points.ts';
import { endsOf, type Measure } from './chart-view.ts';
import { fitForPage } from './fit-for-page.ts';
import { timeColour } from './time-colour.ts';

const rowHeight = 24;

/** Draws every model as a bar, the best at the top; those that do not fit grey, below. A click on a model calls `onOpen`. */
export function drawBars(
  points: readonly ChartPoint[],
  measure: Measure,
  width: number,
  onOpen: (model: string) => void,
): Element {
  const sorted = [...points].sort(
    (one, other) => Number(other.fits) - Number(one.fits) || measure.of(one) - measure.of(other),
  );
  const [, highest] = endsOf(measure, points);
  const names = new Map(sorted.map(({ model, name }) => [model, name]));
  const chart = Plot.plot({
    width,
    height: 50 + sorted.length * rowHeight,
    marginTop: 30,
    marginLeft: Math.min(230, width * 0.44),
    marginRight: 64,
    className: 'plot',
    x: {
      domain: [0, highest],
      axis: 'top',
      label: measure.label,
      grid: true,
      ticks: width < 560 ? 3 : 6,
      tickFormat: measure.text,
    },
    y: {
      domain: sorted.map(({ model }) => model),
      label: null,
      tickSize: 0,
      tickFormat: (model: string) => names.get(model) ?? model,
    },
    color: { type: 'identity' },
    marks: [
      Plot.barX(sorted, {
        x: measure.of,
        y: 'model',
        fill: ({ fits, isPick, seconds }: ChartPoint) =>
          isPick ? 'var(--mark)' : fits ? timeColour(seconds) : 'var(--line)',
        insetTop: 3,
        insetBottom: 3,
      }),
      Plot.ruleY(
        sorted,
        Plot.pointerY({ y: 'model', x1: measure.from, x2: measure.to, stroke: 'var(--ink)', strokeWidth: 2 }),
      ),
      Plot.text(sorted, {
        x: measure.of,
        y: 'model',
        text: (point: ChartPoint) => valueText(measure.of(point), measure),
        dx: 6,
        textAnchor: 'start',
        fill: ({ fits }: ChartPoint) => (fits ? 'var(--ink)' : 'var(--ink-soft)'),
        stroke: 'var(--surface)',
        strokeWidth: 3,
      }),
      Plot.tip(
        sorted,
        Plot.pointerY({
          x: measure.of,
          y: 'model',
          title: 'tip',
          fill: 'var(--raised)',
          stroke: 'var(--line-strong)',
          fontSize: 12,
        }),
      ),
    ],
  });
  chart.addEventListener('click', () => {
    const point = (chart as unknown as { readonly value: ChartPoint | null }).value;
    if (point) onOpen(point.model);
  });
  return fitForPage(chart);
}

function valueText(value: number, { text }: Measure): string {
  return text(value < 1 ? Number(value.toFixed(3)) : value < 10 ? Number(value.toFixed(2)) : Math.round(value));
}
