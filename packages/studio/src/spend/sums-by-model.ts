import type { LedgerAnswer, LedgerLine } from '../api/wire.ts';

/** For showing: lines added up by model, most spent first. The sums of the server are exact decimals; these are rounded to a billionth. */
export function sumsByModel(lines: readonly LedgerLine[]): readonly { model: string; sums: LedgerAnswer['total'] }[] {
  const byModel = new Map<string, LedgerLine[]>();
  for (const line of lines) {
    if (line.status === 'refused') continue;
    byModel.set(line.model, [...(byModel.get(line.model) ?? []), line]);
  }
  return [...byModel]
    .map(([model, own]) => {
      const sum = (of: (line: LedgerLine) => number) => own.reduce((total, line) => total + of(line), 0);
      const usd = (name: 'quotedUsd' | 'billedUsd' | 'assumedUsd' | 'reservedUsd') =>
        String(Number(sum((line) => Number(line[name])).toFixed(9)));
      return {
        model,
        sums: {
          jobs: sum(({ jobs }) => jobs),
          quotedUsd: usd('quotedUsd'),
          billedUsd: usd('billedUsd'),
          assumedUsd: usd('assumedUsd'),
          reservedUsd: usd('reservedUsd'),
          unknownBills: sum(({ unknownBills }) => unknownBills),
          disputedBills: sum(({ disputedBills }) => disputedBills),
        },
      };
    })
    .sort((one, other) => spent(other.sums) - spent(one.sums) || (one.model < other.model ? -1 : 1));
}

function spent({ billedUsd, assumedUsd, reservedUsd }: LedgerAnswer['total']): number {
  return Number(billedUsd) + Number(assumedUsd) + Number(reservedUsd);
}
