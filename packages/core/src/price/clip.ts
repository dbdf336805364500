import type { VideoModel } from '../catalog/model.ts';
import { modeOf, type Requirements } from '../requirements/requirements.ts';
import { atLeast, type Charge, charge, type Reading, totalOf } from './charge.ts';
import { type ImageExtras, imageExtras } from './extras.ts';
import type { PricingFacts } from './facts.ts';
import { type FramePixels, framePixels } from './frames.ts';
import { type InputSeconds, inputSeconds } from './input-seconds.ts';
import { type ClipLength, clipLength } from './length.ts';
import { least, type Money, most } from './money.ts';
import type { Price, PriceNote } from './price.ts';
import { type ClipRate, clipRates, type RateQuestion } from './rates.ts';
import type { SkuRate } from './sku.ts';
import { priceOverTiers } from './tier-range.ts';
import { tiersOf } from './tiers.ts';
import { videoTokens } from './tokens.ts';
import { unknownPrice } from './unknown.ts';

/** The price of a job that makes a clip: generate, continue, edit, avatar. */
export function priceClip(
  model: VideoModel,
  facts: PricingFacts,
  requirements: Requirements,
  audioOn: boolean,
  assumed: readonly PriceNote[],
): Price {
  const length = clipLength(model, requirements);
  if ('unknown' in length) return unknownPrice(length.unknown);
  const tiers = tiersOf(model, facts, requirements);
  if ('unknown' in tiers) return unknownPrice(tiers.unknown);

  const mode = modeOf(requirements);
  const input = inputSeconds(requirements, mode, facts);
  const extras = imageExtras(facts.table, requirements, mode);
  const minimum = facts.table.rates.get('minimum_cents_per_generation');
  const unreadable = [...extras.rates, ...(minimum ? [minimum] : [])].find(({ rateUsd }) => !rateUsd);
  if (unreadable) return unknownPrice({ code: 'sku_value_unreadable', sku: unreadable.sku });

  const question: RateQuestion = { task: requirements.task, mode, audioOn, videoInput: input !== undefined };
  const job: Job = {
    model,
    facts,
    requirements,
    question,
    length,
    aspectRatio: tiers.aspectRatio,
    input,
    extras,
    minimum,
  };
  const priced: TierPrice[] = [];
  for (const tier of tiers.all) {
    const price = priceAtTier(job, tier);
    if ('unknown' in price) return unknownPrice(price.unknown);
    priced.push(price);
  }
  const assumptions = length.assumptions.length === 0 ? assumed : [...assumed, ...length.assumptions];
  return priceOverTiers(facts, tiers, priced, assumptions);
}

/** One job, as far as it does not depend on the resolution. */
interface Job {
  readonly model: VideoModel;
  readonly facts: PricingFacts;
  readonly requirements: Requirements;
  readonly question: RateQuestion;
  readonly length: ClipLength;
  readonly aspectRatio: string | null;
  readonly input: InputSeconds | undefined;
  readonly extras: ImageExtras;
  readonly minimum: SkuRate | undefined;
}

/** The price at one resolution. */
export interface TierPrice {
  readonly tier: string | null;
  readonly low: Money;
  readonly expected: Money;
  readonly high: Money;
  /** What adds up to `expected`. */
  readonly charges: readonly Charge[];
  readonly reasons: readonly PriceNote[];
}

type Unknown = { readonly unknown: PriceNote };

function priceAtTier(job: Job, tier: string | null): TierPrice | Unknown {
  const families = clipRates(job.facts.table, tier, job.question);
  const [family] = families;
  if (!family) return { unknown: { code: 'no_rate_for_this_job', ...(tier === null ? {} : { resolution: tier }) } };
  let usesTokens = false;
  for (const { low, expected, high } of families) {
    const unreadable = !low.rateUsd ? low : !expected.rateUsd ? expected : !high.rateUsd ? high : undefined;
    if (unreadable) return { unknown: { code: 'sku_value_unreadable', sku: unreadable.sku } };
    usesTokens ||= expected.unit === 'video_token';
  }
  const pixels = usesTokens ? pixelsAt(job, tier) : undefined;
  if (usesTokens && !pixels) return { unknown: { code: 'frame_size_unknown', resolution: tier } };

  const charges = chargesOf(job, family, pixels, 'expected');
  const expected = totalOf(charges);
  const reasons = rangeReasons(job, families, pixels);
  if (reasons.length === 0) return { tier, low: expected, expected, high: expected, charges, reasons };
  const lows = families.map((rate) => totalOf(chargesOf(job, rate, pixels, 'low')));
  const highs = families.map((rate) => totalOf(chargesOf(job, rate, pixels, 'high')));
  return { tier, low: least([expected, ...lows]), expected, high: most([expected, ...highs]), charges, reasons };
}

function pixelsAt({ model, aspectRatio, requirements }: Job, tier: string | null): FramePixels | undefined {
  return framePixels({ modelId: model.id, tier: tier ?? '', aspectRatio, firstFrame: requirements.firstFrame });
}

function chargesOf(
  { facts, length, input, extras, minimum }: Job,
  family: ClipRate,
  pixels: FramePixels | undefined,
  reading: Reading,
): readonly Charge[] {
  const rate = family[reading];
  const { floor } = facts;
  const billed = floor && reading === 'high' ? Math.max(length.high, floor.floorSeconds) : length[reading];
  const isTokens = rate.unit === 'video_token';
  const seconds = billed + (isTokens && input ? input[reading] : 0);
  const quantity = isTokens ? videoTokens(pixels?.[reading] ?? 0, seconds) : rate.unit === 'generation' ? 1 : seconds;
  return atLeast(minimum, [charge(rate, quantity), ...extras[reading]]);
}

/** Why the price at one resolution is not settled; empty when it is. */
function rangeReasons(
  { facts: { floor }, length, extras }: Job,
  families: readonly ClipRate[],
  pixels: FramePixels | undefined,
): readonly PriceNote[] {
  const reasons: PriceNote[] = [];
  if (length.reason) reasons.push(length.reason);
  if (pixels?.reason) reasons.push(pixels.reason);
  for (const { reason } of families) if (reason) reasons.push(reason);
  if (families.length > 1) {
    reasons.push({ code: 'several_price_families', skus: families.map(({ expected }) => expected.sku) });
  }
  if (extras.reason) reasons.push(extras.reason);
  if (floor && length.low < floor.floorSeconds) {
    reasons.push({ code: 'unlisted_floor_seen', floorSeconds: floor.floorSeconds, asOf: floor.asOf });
  }
  return reasons;
}
