import type { LedgerLine } from '../api/wire.ts';

/** For showing: what one UTC day has cost so far, and what is reserved on top. */
export function spentOn(lines: readonly LedgerLine[], day: string) {
  const sum = (of: (line: LedgerLine) => number) =>
    String(Number(lines.reduce((total, line) => (line.day === day ? total + of(line) : total), 0).toFixed(9)));
  return {
    spentUsd: sum(({ billedUsd, assumedUsd }) => Number(billedUsd) + Number(assumedUsd)),
    reservedUsd: sum(({ reservedUsd }) => Number(reservedUsd)),
  };
}
