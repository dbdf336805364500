import * as Plot from '@observablehq/plot';
import type { LedgerLine } from '../api/wire.ts';
import { fitForPage } from '../chart/fit-for-page.ts';
import { slugOf } from '../controls/visible-text.ts';
import { chosenDollars } from '../words.ts';

const daysShown = 14;
const dayMs = 86_400_000;

/** Bars of what was billed on each of the last days, and on top what is still held. */
export function drawSpendByDay(lines: readonly LedgerLine[], width: number): Element | null {
  const newest = lines.at(-1)?.day;
  if (newest === undefined) return null;
  const days = Array.from({ length: daysShown }, (_, at) =>
    new Date(Date.parse(newest) - (daysShown - 1 - at) * dayMs).toISOString().slice(0, 10),
  );
  const sumOf = (day: string, amount: (line: LedgerLine) => number) =>
    lines.reduce((sum, line) => (line.day === day ? sum + amount(line) : sum), 0);
  const bars = days.flatMap((day) => [
    { day, usd: sumOf(day, ({ billedUsd, assumedUsd }) => Number(billedUsd) + Number(assumedUsd)), fill: billedFill },
    { day, usd: sumOf(day, ({ reservedUsd }) => Number(reservedUsd)), fill: heldFill },
  ]);
  return fitForPage(
    Plot.plot({
      width,
      height: 240,
      marginLeft: 48,
      className: 'plot',
      x: { type: 'band', domain: days, label: null, padding: 0.25, tickFormat: shortDay(width) },
      y: { label: '↑ dollars', grid: true, ticks: 4, tickFormat: tickText },
      color: { type: 'identity' },
      marks: [
        Plot.barY(
          bars.filter(({ usd }) => usd > 0),
          { x: 'day', y: 'usd', fill: 'fill' },
        ),
        Plot.ruleY([0], { stroke: 'var(--line-strong)' }),
      ],
    }),
  );
}

/** `$0`, `$0.05`, `$0.10`, `$12`. */
const tickText = (usd: number) => (Number.isInteger(usd) ? `$${usd}` : chosenDollars(String(usd)));

const billedFill = 'var(--time-middle)';
const heldFill = 'var(--line-strong)';

/** `11-22`; on a narrow chart every other day the day alone. */
function shortDay(width: number): (day: string, at: number) => string {
  return (day, at) => (at % (width < 420 ? 3 : 2) === 1 ? day.slice(5) : '');
}

/** Each model once: its quotes as an outline, its bills as a dot. One in the other: they agree. */
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
      height: 72 + points.length * 28,
      // The name of the axis stands below its numbers, not over them.
      marginBottom: 42,
      marginLeft: Math.min(210, width * 0.42),
      marginRight: 24,
      className: 'plot',
      x: {
        label: 'dollars →',
        grid: true,
        ticks: width < 420 ? 2 : 4,
        zero: true,
        tickFormat: tickText,
      },
      y: { label: null, domain: points.map(({ model }) => model), tickSize: 0 },
      marks: [
        Plot.link(points, { x1: 'quoted', x2: 'billed', y1: 'model', y2: 'model', stroke: 'var(--line-strong)' }),
        Plot.dot(points, { x: 'quoted', y: 'model', r: 7, stroke: 'var(--line-strong)', strokeWidth: 1.5 }),
        Plot.dot(points, { x: 'billed', y: 'model', r: 4, fill: 'var(--time-middle)' }),
      ],
    }),
  );
}
