import { modeOf, type Requirements } from '../requirements/requirements.ts';
import type { Reading } from './charge.ts';
import type { PricingFacts } from './facts.ts';

/** Seconds of input video that a token-priced job may be charged for, by reading. */
export type InputSeconds = Readonly<Record<Reading, number>>;

/** Whether they count is not settled, so the low reading has none. `undefined` when no video goes in that counts. */
export function inputSeconds(
  requirements: Requirements,
  { mostInputSeconds: most }: PricingFacts,
): InputSeconds | undefined {
  const { references, task, sourceVideo, durationSeconds } = requirements;
  if (task === 'edit') {
    const stated = sourceVideo?.durationSeconds;
    return { low: 0, expected: stated ?? 0, high: stated ?? most };
  }
  if (modeOf(requirements) !== 'reference') return undefined;
  const videos = references.filter(({ kind }) => kind === 'video');
  if (videos.length === 0) return undefined;
  const stated = videos.every((video) => video.durationSeconds !== undefined);
  if (!stated) return { low: 0, expected: Math.min(most, durationSeconds ?? most), high: most };
  const seconds = videos.reduce((sum, video) => sum + (video.durationSeconds ?? 0), 0);
  return { low: 0, expected: seconds, high: seconds };
}
