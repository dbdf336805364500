import { sumUsd } from '@shotcaller/core';
import type { LedgerLine } from '../api/wire.ts';

/** For showing: what one UTC day has cost so far, and what is reserved on top. */
export function spentOn(lines: readonly LedgerLine[], day: string) {
  const ofDay = lines.filter((line) => line.day === day);
  return {
    spentUsd: sumUsd(ofDay.flatMap(({ billedUsd, assumedUsd }) => [billedUsd, assumedUsd])),
    reservedUsd: sumUsd(ofDay.map(({ reservedUsd }) => reservedUsd)),
  };
}
