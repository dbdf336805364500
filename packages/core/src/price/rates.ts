import type { Mode, Task } from '../requirements/requirements.ts';
import type { PriceNote } from './price.ts';
import type { SkuRate, SkuTable } from './sku.ts';

/** The rate of the clip itself at one resolution: the cheapest and dearest reading of the keys, and the best guess. */
export interface ClipRate {
  readonly low: SkuRate;
  readonly expected: SkuRate;
  readonly high: SkuRate;
  /** Why the readings differ; absent when there is one reading. */
  readonly reason?: PriceNote;
}

export interface RateQuestion {
  readonly task: Task;
  readonly mode: Mode;
  readonly audioOn: boolean;
  /** Whether a video goes in that the model reads. */
  readonly videoInput: boolean;
}

/**
 * Which keys a job buys, one entry for each family of units that has an answer; empty when the price list has none.
 * The key with the resolution goes before the key without one, which is the price of every resolution that has no key
 * of its own. A key of another resolution is never taken.
 *
 * @param tier as `tierOf` spells it; `null` when the job has no resolution class
 */
export function clipRates(table: SkuTable, tier: string | null, question: RateQuestion): readonly ClipRate[] {
  const answers: ClipRate[] = [];
  if (question.task === 'continue') {
    add(answers, rateAt(table, 'cents_per_second_video_continuation', tier));
    return answers;
  }
  dollarSeconds(table, tier, question, answers);
  for (const family of PLAIN_FAMILIES) add(answers, rateAt(table, family, tier));
  videoTokens(table, tier, question, answers);
  add(answers, rateAt(table, 'generate', null));
  return answers;
}

const PLAIN_FAMILIES = ['cents_per_second_output', 'cents_per_video_output_second', 'per-video-second'] as const;

function dollarSeconds(
  table: SkuTable,
  tier: string | null,
  { mode, audioOn }: RateQuestion,
  answers: ClipRate[],
): void {
  const audible = rateAt(table, audioOn ? 'duration_seconds_with_audio' : 'duration_seconds_without_audio', tier);
  if (mode !== 'reference') {
    const ofMode = mode === 'text' ? 'text_to_video_duration_seconds' : 'image_to_video_duration_seconds';
    add(answers, audible ?? rateAt(table, ofMode, tier) ?? rateAt(table, 'duration_seconds', tier));
    return;
  }
  const text = audible ?? rateAt(table, 'text_to_video_duration_seconds', tier);
  const image = audible ?? rateAt(table, 'image_to_video_duration_seconds', tier);
  const known = text ?? image ?? rateAt(table, 'duration_seconds', tier);
  const plain = text && image ? spread(text, image) : known && one(known);
  const reference = rateAt(table, 'reference_duration_seconds', tier);
  if (plain && reference) {
    const high = dearer(plain.high, reference);
    const reason = { code: 'reference_rate_may_not_apply', sku: reference.sku };
    answers.push({ low: plain.low, expected: plain.expected, high, reason });
  } else if (plain) answers.push(plain);
  else add(answers, reference);
}

/** No key for references where text and image have their own: the image rate is the better guess. */
function spread(text: SkuRate, image: SkuRate): ClipRate {
  if (text.rateText === image.rateText) return one(image);
  const high = dearer(text, image);
  return {
    low: high === text ? image : text,
    expected: image,
    high,
    reason: { code: 'reference_has_no_rate', skus: [text.sku, image.sku] },
  };
}

/** The resolution goes before the sound: a silent job at a resolution with a key of its own takes that key. */
function videoTokens(
  table: SkuTable,
  tier: string | null,
  { audioOn, videoInput }: RateQuestion,
  answers: ClipRate[],
): void {
  const { families } = table;
  const silent = audioOn ? undefined : families.get('video_tokens_without_audio');
  const any = families.get('video_tokens');
  const ofTier = tier === null ? undefined : (silent?.byTier.get(tier) ?? any?.byTier.get(tier));
  const plain = ofTier ?? silent?.bare ?? any?.bare;
  if (!plain) return;
  if (!videoInput) {
    answers.push(one(plain));
    return;
  }
  const silentInput = audioOn ? undefined : rateAt(table, 'video_tokens_without_audio_with_video_input', tier);
  const withInput = silentInput ?? rateAt(table, 'video_tokens_with_video_input', tier);
  const reason = { code: 'video_input_counting_unsettled', ...(withInput ? { sku: withInput.sku } : {}) };
  answers.push({ low: withInput ?? plain, expected: withInput ?? plain, high: plain, reason });
}

function rateAt({ families }: SkuTable, key: string, tier: string | null): SkuRate | undefined {
  const family = families.get(key);
  if (family === undefined) return undefined;
  return (tier === null ? undefined : family.byTier.get(tier)) ?? family.bare;
}

function add(answers: ClipRate[], rate: SkuRate | undefined): void {
  if (rate) answers.push(one(rate));
}

function one(rate: SkuRate): ClipRate {
  return { low: rate, expected: rate, high: rate };
}

function dearer(first: SkuRate, second: SkuRate): SkuRate {
  return first.rateUsd && second.rateUsd && first.rateUsd.gt(second.rateUsd) ? first : second;
}
