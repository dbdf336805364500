import { type RankedModel, type Selection, secondsText, type Weights } from '@shotcaller/core';
import { slugOf } from '../controls/visible-text.ts';
import { upTo } from '../words.ts';

/** A model that the page proposes for a take, and why. */
export interface Proposal {
  readonly place: RankedModel;
  /** What it is best at; several where one model is. */
  readonly titles: readonly string[];
  /** One sentence against the runner-up. */
  readonly reason: string;
}

interface Kind {
  readonly title: string;
  readonly weights: Weights;
  readonly reason: (first: RankedModel, next: RankedModel | undefined) => string;
}

const kinds: readonly Kind[] = [
  {
    title: 'Best value',
    weights: { speed: 0, cost: 0.5, quality: 0.5 },
    reason: (first, next) =>
      next
        ? `${ratingText(first)} for ${upTo(first.price)}; next is ${slugOf(next.model)}, ${Math.round(next.quality.rating)} for ${upTo(next.price)}.`
        : 'The only model that fits.',
  },
  {
    title: 'Fastest',
    weights: { speed: 0.9, cost: 0.05, quality: 0.05 },
    reason: (first, next) =>
      next
        ? `Ready in about ${secondsText(first.speed.p50Seconds)}; next is ${slugOf(next.model)}, about ${secondsText(next.speed.p50Seconds)}.`
        : 'The only model that fits.',
  },
  {
    title: 'Best looking',
    weights: { speed: 0.05, cost: 0.05, quality: 0.9 },
    reason: (first, next) =>
      next
        ? `${ratingText(first)}; next is ${slugOf(next.model)}, ${Math.round(next.quality.rating)}.`
        : 'The only model that fits.',
  },
];

/**
 * Up to four models to tick: the best by each kind, and the pick by your own priorities.
 *
 * @param rankBy the same question under other weights
 */
export function proposalsOf(selection: Selection, rankBy: (weights: Weights) => Selection): readonly Proposal[] {
  const found: Proposal[] = [];
  const add = (title: string, ranked: readonly RankedModel[], reason: Kind['reason']) => {
    const [first, next] = ranked;
    if (!first) return;
    const at = found.findIndex(({ place }) => place.model === first.model);
    const same = found[at];
    if (same) found[at] = { ...same, titles: [...same.titles, title] };
    else found.push({ place: first, titles: [title], reason: reason(first, next) });
  };
  for (const { title, weights, reason } of kinds) add(title, rankBy(weights).ranked, reason);
  add('Your pick', selection.ranked, (first, next) =>
    next
      ? `Leads by your priorities; next is ${slugOf(next.model)}, ${upTo(next.price)}.`
      : `The only model that fits, ${upTo(first.price)}.`,
  );
  return found;
}

function ratingText({ quality }: RankedModel): string {
  return `Quality ${Math.round(quality.rating)}`;
}
