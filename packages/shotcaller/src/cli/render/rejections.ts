import type { RejectedModel } from '@shotcaller/core';

/** Reasons by how many models they stop, most first: `task 4, resolution 3`. */
export function rejectionCounts(rejected: readonly RejectedModel[]): string {
  const counts = new Map<string, number>();
  for (const { reasons } of rejected) {
    for (const code of new Set(reasons.map((reason) => reason.code))) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts]
    .sort(([one, ones], [other, others]) => others - ones || (one < other ? -1 : 1))
    .map(([code, count]) => `${code.replaceAll('_', ' ')} ${count}`)
    .join(', ');
}
