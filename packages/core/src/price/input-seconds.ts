import { videoInputCounting } from '../data/frames.ts';
import { oneValue } from '../requirements/range.ts';
import { modeOf, type Requirements } from '../requirements/requirements.ts';
import type { Reading } from './charge.ts';
import type { PricingFacts } from './facts.ts';

/** Seconds of input video that a token-priced job may be charged for, by reading. */
export type InputSeconds = Readonly<Record<Reading, number>>;

/** Where they count at all. `undefined` when no video goes in that counts. */
export function inputSeconds(
  requirements: Requirements,
  { mostInputSeconds: most }: PricingFacts,
): InputSeconds | undefined {
  const { references, task, sourceVideo } = requirements;
  const durationSeconds = oneValue(requirements.durationSeconds);
  if (task === 'edit') return secondsOf(sourceVideo?.durationSeconds, most, durationSeconds);
  if (modeOf(requirements) !== 'reference') return undefined;
  const videos = references.filter(({ kind }) => kind === 'video');
  if (videos.length === 0) return undefined;
  const isStated = videos.every((video) => video.durationSeconds !== undefined);
  const seconds = videos.reduce((sum, video) => sum + (video.durationSeconds ?? 0), 0);
  return secondsOf(isStated ? seconds : undefined, most, durationSeconds);
}

function secondsOf(stated: number | undefined, most: number, clipSeconds: number | undefined): InputSeconds {
  const { least, countedAs } = videoInputCounting;
  if (stated === undefined) return { low: least, expected: Math.min(most, clipSeconds ?? most), high: most };
  return { low: stated, expected: stated, high: Math.max(stated, countedAs) };
}
