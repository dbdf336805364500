import type { Selection } from '@shotcaller/core';

/** Why this model, in one word: what the plan says of each shot. */
export type ShotReason =
  | { readonly code: 'named' }
  | { readonly code: 'only_one' }
  | { readonly code: 'cheapest'; readonly of: number }
  | { readonly code: 'fastest'; readonly of: number }
  | { readonly code: 'best_quality'; readonly of: number }
  | { readonly code: 'best_score'; readonly of: number; readonly profile: string }
  | { readonly code: 'near_tie'; readonly of: number; readonly with: string }
  | { readonly code: 'further_take'; readonly rank: number }
  | { readonly code: 'within_total'; readonly objective: string };

/** Why the model at `rank` (from 0) of a selection is taken. */
export function shotReason({ ranked, profile }: Selection, isNamed: boolean, rank = 0): ShotReason {
  const of = ranked.length;
  const taken = ranked[rank];
  if (isNamed) return { code: 'named' };
  if (!taken || of === 1) return { code: 'only_one' };
  if (rank > 0) return { code: 'further_take', rank: rank + 1 };
  const [other] = taken.tiedWith;
  const usd = (price: { readonly expectedUsd: string | null }) => Number(price.expectedUsd ?? Number.POSITIVE_INFINITY);
  const others = ranked.slice(1);
  if (others.every(({ price }) => usd(price) > usd(taken.price))) return { code: 'cheapest', of };
  if (others.every(({ quality }) => quality.rating < taken.quality.rating)) return { code: 'best_quality', of };
  if (others.every(({ speed }) => speed.p50Seconds > taken.speed.p50Seconds)) return { code: 'fastest', of };
  if (other !== undefined) return { code: 'near_tie', of, with: other };
  return { code: 'best_score', of, profile: profile.name };
}

export function shotReasonSentence(reason: ShotReason): string {
  switch (reason.code) {
    case 'named':
      return 'named in the list';
    case 'only_one':
      return 'the only one that fits';
    case 'cheapest':
      return `best of ${reason.of}, and the cheapest`;
    case 'fastest':
      return `best of ${reason.of}, and the fastest`;
    case 'best_quality':
      return `best of ${reason.of}, and of the highest quality`;
    case 'best_score':
      return `best of ${reason.of} by ${reason.profile}`;
    case 'near_tie':
      return `best of ${reason.of}, nearly tied`;
    case 'further_take':
      return `ranked ${reason.rank}, another take`;
    case 'within_total':
      return `${reason.objective} of the whole`;
    default:
      return reason satisfies never;
  }
}
