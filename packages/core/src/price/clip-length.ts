import type { VideoModel } from '../catalog/model.ts';
import { isSecondsWithin, oneValue } from '../requirements/range.ts';
import type { Requirements } from '../requirements/requirements.ts';
import type { PriceNote } from './price-note.ts';

/** Seconds that a job is charged for. */
export interface ClipLength {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
  readonly reason?: PriceNote;
  readonly assumptions: readonly PriceNote[];
}

/** Seconds assumed for a clip whose length was not given, where the model offers it. */
const usualSeconds = 5;

/** How long the clip will be: as asked, else what the model offers, within a range that was given; for edits and avatars as long as what goes in. */
export function clipLength(
  model: VideoModel,
  { task, durationSeconds: wanted, sourceVideo, references }: Requirements,
): ClipLength | { readonly unknown: PriceNote } {
  const durationSeconds = oneValue(wanted);
  if (task === 'edit') return known(sourceVideo?.durationSeconds ?? durationSeconds, 'source_duration_not_given');
  if (task === 'avatar') {
    const speech = references.find(({ kind }) => kind === 'audio')?.durationSeconds;
    return known(durationSeconds ?? speech, 'speech_duration_not_given');
  }
  const { durationsSeconds } = model;
  if (durationSeconds !== undefined) {
    if (!durationsSeconds || durationsSeconds.includes(durationSeconds)) return same(durationSeconds, nothingAssumed);
    return same(durationSeconds, [{ code: 'duration_not_offered', durationSeconds, offered: durationsSeconds }]);
  }
  const offered = durationsSeconds?.filter((seconds) => isSecondsWithin(seconds, wanted));
  if (!offered || offered.length === 0) return { unknown: { code: 'duration_not_given', offered: null } };
  const [low, high] = [Math.min(...offered), Math.max(...offered)];
  const expected = offered.includes(usualSeconds) ? usualSeconds : nearestTo(usualSeconds, offered);
  return {
    low,
    expected,
    high,
    ...(low === high ? {} : { reason: { code: 'duration_not_given', offered } }),
    assumptions: [{ code: 'duration_assumed', durationSeconds: expected }],
  };
}

function known(
  seconds: number | undefined,
  code: 'source_duration_not_given' | 'speech_duration_not_given',
): ClipLength | { readonly unknown: PriceNote } {
  return seconds === undefined ? { unknown: { code } } : same(seconds, nothingAssumed);
}

const nothingAssumed: readonly PriceNote[] = [];

function same(seconds: number, assumptions: readonly PriceNote[]): ClipLength {
  return { low: seconds, expected: seconds, high: seconds, assumptions };
}

function nearestTo(wanted: number, values: readonly number[]): number {
  return values.reduce((best, value) => (Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best));
}
