import { sumUsd } from '@shotcaller/core';
import type { Batch } from '../api/wire.ts';

export type BatchClip = Batch['clips'][number];
export type ClipGroup = 'all' | 'done' | 'moving' | 'missing';

/** Which part of the list a clip belongs to. */
export function groupOf({ state }: BatchClip): Exclude<ClipGroup, 'all'> {
  switch (state) {
    case 'done':
      return 'done';
    case 'submitting':
    case 'generating':
    case 'downloading':
    case 'under_way':
      return 'moving';
    case 'waiting':
    case 'failed':
    case 'not_bought':
    case 'unknown':
      return 'missing';
    default:
      return state satisfies never;
  }
}

/** What a further run buys: what was not bought, and what failed without a bill. */
export interface MissingClips {
  readonly count: number;
  /** The most that they may cost, in dollars; `null`: of one it is not known. */
  readonly highUsd: string | null;
}

export function missingOf(clips: readonly BatchClip[]): MissingClips {
  const missing = clips.filter(
    ({ state, highUsd, lowUsd, billedUsd, why }) =>
      ['waiting', 'not_bought', 'failed'].includes(state) &&
      Number(billedUsd ?? 0) === 0 &&
      // The plan has a model for it.
      (why !== null || highUsd !== null || lowUsd !== null),
  );
  const prices = missing.map(({ highUsd }) => highUsd);
  return { count: missing.length, highUsd: prices.includes(null) ? null : sumUsd(prices) };
}
