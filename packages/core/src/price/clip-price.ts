import type { VideoModel } from '../catalog/model.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { boughtSkus } from './bought-skus.ts';
import { atLeast, type Charge, charge, type Reading, totalOf, unlistedFloor } from './charge.ts';
import { type ClipLength, clipLength } from './clip-length.ts';
import type { ClipRate } from './clip-rates.ts';
import type { PricingFacts } from './facts.ts';
import { type FramePixels, framePixels } from './frames.ts';
import { type ImageSurcharge, imageSurcharge } from './image-surcharge.ts';
import { type InputSeconds, inputSeconds } from './input-seconds.ts';
import { least, type Money, most, multiply, zero } from './money.ts';
import type { Price } from './price.ts';
import type { PriceNote } from './price-note.ts';
import { priceOverResolutions } from './price-over-resolutions.ts';
import { type SkuQuestion, skuQuestion } from './sku-question.ts';
import { minimumRates, type SkuRate } from './sku-table.ts';
import { tiersOf } from './tiers.ts';
import { videoTokens } from './tokens.ts';
import { unknownPrice } from './unknown-price.ts';

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

  const input = inputSeconds(requirements, facts);
  const question = skuQuestion(requirements, { audioOn, videoInput: input !== undefined });
  const images = imageSurcharge(facts.table, question);
  const minimums = minimumRates(facts.table, question);
  const others = minimums.length === 0 ? images.rates : [...images.rates, ...minimums];
  const unreadable = others.find(({ rateUsd }) => !rateUsd);
  if (unreadable) return unknownPrice({ code: 'sku_value_unreadable', sku: unreadable.sku });

  const { aspectRatio } = tiers;
  const job: Job = { model, facts, requirements, question, length, aspectRatio, input, images, minimums, others };
  const priced: TierPrice[] = [];
  for (const tier of tiers.all) {
    const price = priceAtTier(job, tier);
    if ('unknown' in price) return unknownPrice(price.unknown);
    priced.push(price);
  }
  const assumptions = length.assumptions.length === 0 ? assumed : [...assumed, ...length.assumptions];
  return priceOverResolutions(facts, tiers, priced, assumptions);
}

/** One job, as far as it does not depend on the resolution. */
interface Job {
  readonly model: VideoModel;
  readonly facts: PricingFacts;
  readonly requirements: Requirements;
  readonly question: SkuQuestion;
  readonly length: ClipLength;
  readonly aspectRatio: string | null;
  readonly input: InputSeconds | undefined;
  readonly images: ImageSurcharge;
  readonly minimums: readonly SkuRate[];
  /** The rates of images and minimums together. */
  readonly others: readonly SkuRate[];
}

/** The price at one resolution. */
export interface TierPrice {
  readonly tier: string | null;
  readonly low: Money;
  readonly expected: Money;
  readonly high: Money;
  /** What adds up to `expected`. */
  readonly charges: readonly Charge[];
  /** Why the amounts differ. */
  readonly reasons: readonly PriceNote[];
  /** Keys of which one is charged, where it is not known which; empty when that is known. */
  readonly rivals: readonly string[];
  /** Keys that are left out although they may concern the job. */
  readonly unapplied: readonly string[];
}

type Unknown = { readonly unknown: PriceNote };

function priceAtTier(job: Job, tier: string | null): TierPrice | Unknown {
  const { facts, question } = job;
  const { rates: families, unapplied } = boughtSkus(facts.table, tier, question, job.others);
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

  const inputSeconds = family.expected.unit === 'video_token' ? (job.input?.expected ?? 0) : 0;
  const charges = chargesOf(job, { rate: family.expected, inputSeconds }, pixels, 'expected');
  const expected = totalOf(charges);
  const reasons = rangeReasons(job, families, pixels);
  const rivals = families.length > 1 ? families.map((rate) => rate.expected.sku) : none;
  if (reasons.length === 0 && rivals.length === 0) {
    return { tier, low: expected, expected, high: expected, charges, reasons, rivals, unapplied };
  }
  const totals = (reading: Reading) =>
    families.flatMap((rate) =>
      countings(rate, job.input, reading).map((counting) => totalOf(chargesOf(job, counting, pixels, reading))),
    );
  const [low, high] = [least([expected, ...totals('low')]), most([expected, ...totals('high')])];
  return { tier, low, expected, high, charges, reasons, rivals, unapplied };
}

/** A rate, and the seconds of input video that it is charged for beside those of the clip. */
interface Counting {
  readonly rate: SkuRate;
  readonly inputSeconds: number;
}

/** The ways to count what a reading holds possible: with input video, by the provider's account and by the report through OpenRouter. */
function countings(family: ClipRate, input: InputSeconds | undefined, reading: Reading): readonly Counting[] {
  const rate = family[reading];
  if (!input || rate.unit !== 'video_token') return [{ rate, inputSeconds: 0 }];
  const withoutInput = { rate: family.high, inputSeconds: 0 };
  return [
    withoutInput,
    { rate: family.expected, inputSeconds: input.low },
    { rate: family.expected, inputSeconds: input.high },
  ];
}

const none: readonly string[] = [];

function pixelsAt({ model, aspectRatio, requirements }: Job, tier: string | null): FramePixels | undefined {
  return framePixels({ modelId: model.id, tier: tier ?? '', aspectRatio, firstFrame: requirements.firstFrame });
}

function chargesOf(
  { facts, length, images, minimums }: Job,
  { rate, inputSeconds }: Counting,
  pixels: FramePixels | undefined,
  reading: Reading,
): readonly Charge[] {
  const isTokens = rate.unit === 'video_token';
  const quantityOf = (ofLength: number): number => {
    const seconds = ofLength + inputSeconds;
    return isTokens ? videoTokens(pixels?.[reading] ?? 0, seconds) : rate.unit === 'generation' ? 1 : seconds;
  };
  const clip = charge(rate, quantityOf(length[reading]));
  const charges = [clip, ...images[reading]];
  const { floor } = facts;
  if (floor && (floor.grade === 'billed' || reading === 'high') && length[reading] < floor.floorSeconds) {
    const missing = multiply(rate.rateUsd!, quantityOf(floor.floorSeconds)).minus(clip.usd);
    if (missing.gt(zero)) charges.splice(1, 0, unlistedFloor(missing));
  }
  return atLeast(minimums, charges);
}

/** Why the price at one resolution is not settled; empty when it is. */
function rangeReasons(
  { facts: { floor }, length, images }: Job,
  families: readonly ClipRate[],
  pixels: FramePixels | undefined,
): readonly PriceNote[] {
  const reasons: PriceNote[] = [];
  if (length.reason) reasons.push(length.reason);
  if (pixels?.reason) reasons.push(pixels.reason);
  for (const { reason } of families) if (reason) reasons.push(reason);
  for (const reason of images.reasons) reasons.push(reason);
  if (floor && length.low < floor.floorSeconds) {
    reasons.push({ code: 'unlisted_floor_seen', floorSeconds: floor.floorSeconds, asOf: floor.asOf });
  }
  return reasons;
}
