import * as Plot from '@observablehq/plot';
import type { LedgerLine } from '../api/wire.ts';
import { fitForPage } from '../chart/fit-for-page.ts';
import { slugOf } from '../controls/visible-text.ts';

/** Bars of what was billed each day, and on top what is still held. */
export function drawSpendByDay(lines: readonly LedgerLine[], width: number): Element | null {
  const bars = lines.flatMap((line) => [
    { day: line.day, usd: Number(line.billedUsd) + Number(line.assumedUsd), kind: 'billed' },
    { day: line.day, usd: Number(line.reservedUsd), kind: 'held' },
  ]);
  return fitForPage(
    Plot.plot({
      width,
      height: 220,
      marginLeft: 48,
      className: 'plot',
      x: { type: 'band', label: null, padding: 0.4, tickFormat: (day: string) => day.slice(5) },
      y: { label: '↑ dollars', grid: true, ticks: 4, tickFormat: (usd: number) => `$${usd}` },
      color: { type: 'identity' },
      marks: [
        Plot.barY(
          bars.filter(({ usd }) => usd > 0),
          {
            x: 'day',
            y: 'usd',
            fill: ({ kind }: (typeof bars)[number]) =>
              kind === 'billed' ? 'var(--time-middle)' : 'var(--line-strong)',
            order: 'kind',
            maxWidth: 40,
          } as Plot.BarYOptions,
        ),
        Plot.ruleY([0], { stroke: 'var(--line-strong)' }),
      ],
    }),
  );
}

/** Each model once: its quotes as an outline, its bills as a dot. On the line they agree. */
export function drawQuoteAgainstBill(lines: readonly LedgerLine[], width: number): Element | null {
  const sums = new Map<string, { model: string; quoted: number; billed: number }>();
  for (const { model, status, quotedUsd, billedUsd, unknownBills } of lines) {
    if (status !== 'done' || unknownBills > 0) continue;
    const sum = sums.get(model) ?? { model: slugOf(model), quoted: 0, billed: 0 };
    sum.quoted += Number(quotedUsd);
    sum.billed += Number(billedUsd);
    sums.set(model, sum);
  }
  const points = [...sums.values()].sort((one, other) => other.billed - one.billed).slice(0, 20);
  if (points.length === 0) return null;
  return fitForPage(
    Plot.plot({
      width,
      height: 60 + points.length * 28,
      marginLeft: Math.min(210, width * 0.42),
      marginRight: 24,
      className: 'plot',
      x: { label: 'dollars →', grid: true, ticks: 4, zero: true, tickFormat: (usd: number) => `$${usd}` },
      y: { label: null, domain: points.map(({ model }) => model), tickSize: 0 },
      marks: [
        Plot.link(points, { x1: 'quoted', x2: 'billed', y1: 'model', y2: 'model', stroke: 'var(--line-strong)' }),
        Plot.dot(points, { x: 'quoted', y: 'model', r: 7, stroke: 'var(--line-strong)', strokeWidth: 1.5 }),
        Plot.dot(points, { x: 'billed', y: 'model', r: 4, fill: 'var(--time-middle)' }),
      ],
    }),
  );
}
