import { sumUsd } from '@shotcaller/core';
import type { LedgerAnswer, LedgerLine } from '../api/wire.ts';

/** For showing: lines added up by model, most spent first. */
export function sumsByModel(lines: readonly LedgerLine[]): readonly { model: string; sums: LedgerAnswer['total'] }[] {
  const byModel = new Map<string, LedgerLine[]>();
  for (const line of lines) {
    if (line.status === 'refused') continue;
    byModel.set(line.model, [...(byModel.get(line.model) ?? []), line]);
  }
  return [...byModel]
    .map(([model, own]) => {
      const count = (of: (line: LedgerLine) => number) => own.reduce((total, line) => total + of(line), 0);
      return {
        model,
        sums: {
          jobs: count(({ jobs }) => jobs),
          quotedUsd: sumUsd(own.map(({ quotedUsd }) => quotedUsd)),
          billedUsd: sumUsd(own.map(({ billedUsd }) => billedUsd)),
          assumedUsd: sumUsd(own.map(({ assumedUsd }) => assumedUsd)),
          reservedUsd: sumUsd(own.map(({ reservedUsd }) => reservedUsd)),
          unknownBills: count(({ unknownBills }) => unknownBills),
          disputedBills: count(({ disputedBills }) => disputedBills),
        },
      };
    })
    .sort((one, other) => spent(other.sums) - spent(one.sums) || (one.model < other.model ? -1 : 1));
}

function spent({ billedUsd, assumedUsd, reservedUsd }: LedgerAnswer['total']): number {
  return Number(billedUsd) + Number(assumedUsd) + Number(reservedUsd);
}
