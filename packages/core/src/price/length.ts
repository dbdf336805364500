import type { VideoModel } from '../catalog/model.ts';
import type { Requirements } from '../requirements/requirements.ts';
import type { PriceNote } from './price.ts';

/** Seconds that a job is charged for. */
export interface ClipLength {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
  readonly reason?: PriceNote;
  readonly assumptions: readonly PriceNote[];
}

/** Seconds assumed for a clip whose length was not given, where the model offers it. */
const USUAL_SECONDS = 5;

/** How long the clip will be: as asked, else what the model offers; for edits and avatars as long as what goes in. */
export function clipLength(
  model: VideoModel,
  { task, durationSeconds, sourceVideo, references }: Requirements,
): ClipLength | { readonly unknown: PriceNote } {
  if (task === 'edit') return known(sourceVideo?.durationSeconds ?? durationSeconds, 'source_duration_not_given');
  if (task === 'avatar') {
    const speech = references.find(({ kind }) => kind === 'audio')?.durationSeconds;
    return known(durationSeconds ?? speech, 'speech_duration_not_given');
  }
  const offered = model.durationsSeconds;
  if (durationSeconds !== undefined) {
    const fits = !offered || offered.includes(durationSeconds);
    return same(durationSeconds, fits ? NONE : [{ code: 'duration_not_offered', durationSeconds, offered }]);
  }
  if (!offered || offered.length === 0) return { unknown: { code: 'duration_not_given' } };
  const [low, high] = [Math.min(...offered), Math.max(...offered)];
  const expected = offered.includes(USUAL_SECONDS) ? USUAL_SECONDS : nearestTo(USUAL_SECONDS, offered);
  return {
    low,
    expected,
    high,
    ...(low === high ? {} : { reason: { code: 'duration_not_given', offered } }),
    assumptions: [{ code: 'duration_assumed', durationSeconds: expected }],
  };
}

function known(seconds: number | undefined, code: string): ClipLength | { readonly unknown: PriceNote } {
  return seconds === undefined ? { unknown: { code } } : same(seconds, NONE);
}

const NONE: readonly PriceNote[] = [];

function same(seconds: number, assumptions: readonly PriceNote[]): ClipLength {
  return { low: seconds, expected: seconds, high: seconds, assumptions };
}

function nearestTo(wanted: number, values: readonly number[]): number {
  return values.reduce((best, value) => (Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best));
}
