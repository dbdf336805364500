import type { TakeView } from './shot-view.ts';

/** An order that tells nothing about the models, and stays the same over a reload. */
export function shuffled(takes: readonly TakeView[], seed: string): readonly TakeView[] {
  const ranked = takes.map((take) => ({ take, rank: mixed(`${seed} ${take.number}`) }));
  return ranked.sort((one, other) => one.rank - other.rank).map(({ take }) => take);
}

function mixed(text: string): number {
  let hash = 2166136261;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  return (hash ^ (hash >>> 13)) >>> 0;
}
