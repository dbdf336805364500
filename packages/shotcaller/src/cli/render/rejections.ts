import { changeSentence, type RejectedModel } from '@shotcaller/core';
import { clean } from './clean.ts';

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

/**
 * The models that need the fewest changes, with what to change: before models that the caller left out come those that need no other
 * list, and before dearer ones the cheaper.
 */
export function nearMisses(rejected: readonly RejectedModel[], most = 5): readonly string[] {
  const near = rejected
    .filter(({ nearest }) => nearest.length > 0)
    .map((entry) => ({ ...entry, lists: listsOf(entry), usd: limitOf(entry) }))
    .sort(
      (one, other) =>
        one.nearest.length - other.nearest.length ||
        one.lists - other.lists ||
        one.usd - other.usd ||
        (one.model < other.model ? -1 : 1),
    )
    .slice(0, most);
  if (near.length === 0) return [];
  return [
    'Closest options:',
    ...near.map(({ model, nearest }) => `  ${clean(model)}: ${clean(nearest.map(changeSentence).join('; '))}`),
  ];
}

function listsOf({ nearest }: RejectedModel): number {
  return nearest.filter(({ field }) => field === 'providers' || field === 'models').length;
}

function limitOf({ nearest }: RejectedModel): number {
  return Number(nearest.find(({ field }) => field === 'maxUsd')?.to ?? 0);
}
