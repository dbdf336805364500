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
  /** Lower case; `null` when the job has no resolution class. */
  readonly tier: string | null;
  readonly audioOn: boolean;
  /** Whether a video goes in that the model reads. */
  readonly videoInput: boolean;
}

/**
 * Which keys a job buys, one entry for each family of units that has an answer; empty when the price list has none.
 * The key with the resolution goes before the key without one, which is the price of every resolution that has no key
 * of its own. A key of another resolution is never taken.
 */
export function clipRates(table: SkuTable, question: RateQuestion): readonly ClipRate[] {
  const { rates } = table;
  if (question.task === 'continue') {
    const rate = first(rates, ...tiered('cents_per_second_video_continuation', question.tier));
    return rate ? [one(rate)] : [];
  }
  const families = [
    dollarSeconds(rates, question),
    only(first(rates, ...tiered('cents_per_second_output', question.tier))),
    only(first(rates, ...tiered('cents_per_video_output_second', question.tier))),
    only(first(rates, ...(question.tier ? [`per-video-second-${question.tier}`] : []), 'per-video-second')),
    videoTokens(rates, question),
    only(first(rates, 'generate')),
  ];
  return families.filter((family) => family !== undefined);
}

type Rates = ReadonlyMap<string, SkuRate>;

function dollarSeconds(rates: Rates, { mode, tier, audioOn }: RateQuestion): ClipRate | undefined {
  const sound = audioOn ? 'duration_seconds_with_audio' : 'duration_seconds_without_audio';
  const audible = first(rates, ...tiered(sound, tier));
  const bare = () => first(rates, ...tiered('duration_seconds', tier));
  if (mode !== 'reference') {
    return only(audible ?? first(rates, ...tiered(`${mode}_to_video_duration_seconds`, tier)) ?? bare());
  }

  const text = audible ?? first(rates, ...tiered('text_to_video_duration_seconds', tier));
  const image = audible ?? first(rates, ...tiered('image_to_video_duration_seconds', tier));
  const plain = text && image ? spread(text, image) : only(text ?? image ?? bare());
  const reference = first(rates, ...tiered('reference_duration_seconds', tier));
  if (!reference || !plain) return plain ?? only(reference);
  return {
    low: plain.low,
    expected: plain.expected,
    high: dearer(plain.high, reference),
    reason: { code: 'reference_rate_may_not_apply', sku: reference.sku },
  };
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

function videoTokens(rates: Rates, { tier, audioOn, videoInput }: RateQuestion): ClipRate | undefined {
  const silent = audioOn ? [] : ['_without_audio'];
  const plain = first(
    rates,
    ...(tier ? [...silent.map((part) => `video_tokens_${tier}${part}`), `video_tokens_${tier}`] : []),
    ...silent.map((part) => `video_tokens${part}`),
    'video_tokens',
  );
  if (!plain || !videoInput) return only(plain);
  const withInput = first(
    rates,
    ...(tier ? [`video_tokens_${tier}_with_video_input`] : []),
    'video_tokens_with_video_input',
  );
  const reason = { code: 'video_input_counting_unsettled', ...(withInput ? { sku: withInput.sku } : {}) };
  return { low: withInput ?? plain, expected: withInput ?? plain, high: plain, reason };
}

function first(rates: Rates, ...keys: readonly string[]): SkuRate | undefined {
  for (const key of keys) {
    const rate = rates.get(key);
    if (rate) return rate;
  }
  return undefined;
}

function tiered(key: string, tier: string | null): readonly string[] {
  return tier === null ? [key] : [`${key}_${tier}`, key];
}

function one(rate: SkuRate): ClipRate {
  return { low: rate, expected: rate, high: rate };
}

function only(rate: SkuRate | undefined): ClipRate | undefined {
  return rate && one(rate);
}

function dearer(first: SkuRate, second: SkuRate): SkuRate {
  return first.rateUsd && second.rateUsd && first.rateUsd.gt(second.rateUsd) ? first : second;
}
