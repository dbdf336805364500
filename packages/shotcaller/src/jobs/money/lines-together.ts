import type { LedgerLine } from './ledger-report.ts';

type Order<Line> = (one: Line, other: Line) => number;

/** Of lines that were put together: those that are remembered, those that are not, and before which of the former each of the latter stands. */
interface MadeOf {
  readonly kept: readonly LedgerLine[];
  readonly few: readonly { readonly line: LedgerLine; readonly before: number }[];
}

const made = new WeakMap<readonly LedgerLine[], MadeOf>();

/**
 * Both in one order. `kept`, in that order already, are thousands that seldom change and are the same ones each time that they are asked
 * for; `underWay` are few that change all the time. What is worked out of the kept ones is remembered for as long as they are.
 */
export function together<Line extends LedgerLine>(
  kept: readonly Line[],
  underWay: readonly Line[],
  order: Order<Line>,
): readonly Line[] {
  if (underWay.length === 0) return kept;
  const few = underWay.toSorted(order).map((line) => ({ line, before: placeOf(line, kept, order) }));
  const lines = inserted(kept, few);
  made.set(lines, { kept, few });
  return lines;
}

/** What the lines were put together of; any others are all kept. */
export function madeOf(lines: readonly LedgerLine[]): MadeOf {
  return made.get(lines) ?? { kept: lines, few: [] };
}

/** The remembered lines of those, and the others. */
export function partsOf(
  lines: readonly LedgerLine[],
): readonly [kept: readonly LedgerLine[], few: readonly LedgerLine[]] {
  const parts = made.get(lines);
  return parts ? [parts.kept, parts.few.map(({ line }) => line)] : [lines, []];
}

/** The first of the sorted lines that stands behind this one; their number, when none does. */
function placeOf<Line>(line: Line, sorted: readonly Line[], order: Order<Line>): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order(sorted[middle]!, line) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function inserted<Line>(
  kept: readonly Line[],
  few: readonly { readonly line: Line; readonly before: number }[],
): readonly Line[] {
  const lines: Line[] = [];
  let from = 0;
  for (const one of few) {
    for (; from < one.before; from += 1) lines.push(kept[from]!);
    lines.push(one.line);
  }
  for (; from < kept.length; from += 1) lines.push(kept[from]!);
  return lines;
}
