import type { VideoModel } from '../catalog/model.ts';
import { CONFIRMED_SKUS, UNLISTED_DISCOUNTS, UNLISTED_FLOORS } from '../data/billing.ts';
import { VIDEO_INPUT_SECONDS } from '../data/frames.ts';
import { modeOf, type Requirements } from '../requirements/requirements.ts';
import { imageExtras } from './extras.ts';
import { framePixels } from './frames.ts';
import { type ClipLength, clipLength } from './length.ts';
import { formatMoney, type Money, multiply, ZERO } from './money.ts';
import type { Price, PriceLine, PriceNote } from './price.ts';
import { type ClipRate, clipRates } from './rates.ts';
import type { SkuRate, SkuTable } from './sku.ts';
import { type Tiers, tiersOf } from './tiers.ts';
import { videoTokens } from './tokens.ts';
import { unknownPrice } from './unknown.ts';

/** The reading of an unsettled price: the least, the best guess, the most. */
export type Reading = 'low' | 'expected' | 'high';

/** An amount with the key that it is bought by; text is made only for the lines that are shown. */
export interface Charge {
  readonly rate: SkuRate;
  readonly quantity: number;
  readonly usd: Money;
}

/** The price of a job that makes a clip: generate, continue, edit, avatar. */
export function priceClip(
  model: VideoModel,
  table: SkuTable,
  requirements: Requirements,
  audioOn: boolean,
  assumed: readonly PriceNote[],
): Price {
  const length = clipLength(model, requirements);
  if ('unknown' in length) return unknownPrice(length.unknown);
  const tiers = tiersOf(model, table, requirements);
  if ('unknown' in tiers) return unknownPrice(tiers.unknown);

  const job: Job = { model, table, requirements, audioOn, length, aspectRatio: tiers.aspectRatio };
  const priced: TierPrice[] = [];
  for (const tier of tiers.all) {
    const price = priceAtTier(job, tier);
    if ('unknown' in price) return unknownPrice(price.unknown);
    priced.push(price);
  }
  return combine(job, tiers, priced, assumed);
}

interface Job {
  readonly model: VideoModel;
  readonly table: SkuTable;
  readonly requirements: Requirements;
  readonly audioOn: boolean;
  readonly length: ClipLength;
  readonly aspectRatio: string | null;
}

interface TierPrice {
  readonly tier: string | null;
  readonly low: Money;
  readonly expected: Money;
  readonly high: Money;
  readonly charges: readonly Charge[];
  readonly reasons: readonly PriceNote[];
}

type Unknown = { readonly unknown: PriceNote };

function priceAtTier(job: Job, tier: string | null): TierPrice | Unknown {
  const { model, table, requirements, audioOn, length } = job;
  const mode = modeOf(requirements);
  const videoInput = videoInputSeconds(model, requirements, mode);
  const families = clipRates(table, {
    task: requirements.task,
    mode,
    tier,
    audioOn,
    videoInput: videoInput !== undefined,
  });
  const rates = families[0];
  if (!rates) return { unknown: { code: 'no_rate_for_this_job', ...(tier === null ? {} : { resolution: tier }) } };
  const extras = imageExtras(table, requirements, mode);
  const minimum = table.rates.get('minimum_cents_per_generation');
  const unreadable = [
    ...families.flatMap(({ low, expected, high }) => [low, expected, high]),
    ...extras.rates,
    minimum,
  ].find((rate) => rate && !rate.rateUsd);
  if (unreadable) return { unknown: { code: 'sku_value_unreadable', sku: unreadable.sku } };

  const usesTokens = families.some(({ expected }) => expected.unit === 'video_token');
  const pixels = usesTokens
    ? framePixels({
        modelId: model.id,
        tier: tier ?? '',
        aspectRatio: job.aspectRatio,
        firstFrame: requirements.firstFrame,
      })
    : undefined;
  if (usesTokens && !pixels) return { unknown: { code: 'frame_size_unknown', resolution: tier } };

  const floor = UNLISTED_FLOORS.find(({ models }) => models.includes(model.id));
  const belowFloor = floor !== undefined && length.low < floor.floorSeconds;
  const chargesOf = (family: ClipRate, reading: Reading): readonly Charge[] => {
    const rate = family[reading];
    const floored = belowFloor && reading === 'high' ? Math.max(length.high, floor.floorSeconds) : length[reading];
    const seconds = floored + (rate.unit === 'video_token' && videoInput ? videoInput[reading] : 0);
    const quantity = quantityOf(rate, seconds, pixels?.[reading] ?? 0);
    return atLeast(minimum, [charge(rate, quantity), ...extras[reading]]);
  };

  const charges = chargesOf(rates, 'expected');
  const expected = total(charges);
  const reasons = [
    ...(length.reason ? [length.reason] : []),
    ...(pixels?.reason ? [pixels.reason] : []),
    ...families.flatMap(({ reason }) => (reason ? [reason] : [])),
    ...(families.length > 1
      ? [{ code: 'several_price_families', skus: families.map((family) => family.expected.sku) }]
      : []),
    ...(extras.reason ? [extras.reason] : []),
    ...(belowFloor ? [{ code: 'unlisted_floor_seen', floorSeconds: floor.floorSeconds, asOf: floor.asOf }] : []),
  ];
  if (reasons.length === 0) return { tier, low: expected, expected, high: expected, charges, reasons };
  const lows = families.map((family) => total(chargesOf(family, 'low')));
  const highs = families.map((family) => total(chargesOf(family, 'high')));
  return { tier, low: least([expected, ...lows]), expected, high: most([expected, ...highs]), charges, reasons };
}

function quantityOf({ unit }: SkuRate, seconds: number, pixels: number): number {
  if (unit === 'video_token') return videoTokens(pixels, seconds);
  return unit === 'generation' ? 1 : seconds;
}

/** Seconds of input video that a token-priced job may be charged for; `undefined` when none is sent. */
function videoInputSeconds(
  { id }: VideoModel,
  { references, task, sourceVideo, durationSeconds }: Requirements,
  mode: 'text' | 'image' | 'reference',
): Readonly<Record<Reading, number>> | undefined {
  const most = VIDEO_INPUT_SECONDS.find(({ models }) => models.test(id))?.most ?? 15;
  if (task === 'edit')
    return { low: 0, expected: sourceVideo?.durationSeconds ?? 0, high: sourceVideo?.durationSeconds ?? most };
  const videos = references.filter(({ kind }) => kind === 'video');
  if (videos.length === 0 || mode !== 'reference') return undefined;
  const stated = videos.every((video) => video.durationSeconds !== undefined);
  if (!stated) return { low: 0, expected: Math.min(most, durationSeconds ?? most), high: most };
  const seconds = videos.reduce((sum, video) => sum + (video.durationSeconds ?? 0), 0);
  return { low: 0, expected: seconds, high: seconds };
}

function charge(rate: SkuRate, quantity: number): Charge {
  return { rate, quantity, usd: multiply(rate.rateUsd!, quantity) };
}

/** The floor of the whole job, as a line that tops the sum up. */
function atLeast(minimum: SkuRate | undefined, charges: readonly Charge[]): readonly Charge[] {
  if (!minimum) return charges;
  const gap = minimum.rateUsd!.minus(total(charges));
  return gap.gt(0) ? [...charges, { rate: minimum, quantity: 1, usd: gap }] : charges;
}

function combine(job: Job, tiers: Tiers, priced: readonly TierPrice[], assumed: readonly PriceNote[]): Price {
  const { model, table } = job;
  const chosen = priced.find(({ tier }) => tier === tiers.expected) ?? cheapest(priced);
  const discount = UNLISTED_DISCOUNTS.find((entry) => entry.model === model.id);
  const listLow = least(priced.map(({ low }) => low));
  const low = discount ? listLow.times(discount.factor) : listLow;
  const high = most(priced.map((price) => price.high));
  const lowUsd = formatMoney(low);
  const highUsd = high.eq(low) ? lowUsd : formatMoney(high);
  const expectedUsd = chosen.expected.eq(high)
    ? highUsd
    : chosen.expected.eq(low)
      ? lowUsd
      : formatMoney(chosen.expected);

  const notUnderstood = table.unknownSkus.map((sku) => ({ code: 'sku_not_understood', sku }));
  const reasons =
    lowUsd === highUsd
      ? notUnderstood
      : [
          ...(priced.length > 1 ? [{ code: 'resolution_not_given', resolutions: tiers.all }] : []),
          ...chosen.reasons,
          ...(discount
            ? [
                {
                  code: 'unlisted_discount_seen',
                  factor: discount.factor,
                  seenFrom: discount.seenFrom,
                  seenUntil: discount.seenUntil,
                },
              ]
            : []),
          ...notUnderstood,
        ];
  return {
    lowUsd,
    expectedUsd,
    highUsd,
    confidence: reasons.length === 0 ? 'exact' : 'range',
    lines: chosen.charges.map(lineOf),
    reasons,
    assumptions: [
      ...assumed,
      ...job.length.assumptions,
      ...(priced.length > 1 ? [{ code: 'resolution_assumed', resolution: chosen.tier }] : []),
    ],
    confirmedByBill: chosen.charges.every(({ rate }) => isConfirmed(model.id, rate.sku, chosen.tier)),
  };
}

function isConfirmed(model: string, sku: string, tier: string | null): boolean {
  return CONFIRMED_SKUS.some((entry) => entry.model === model && entry.sku === sku && entry.tier === tier);
}

function lineOf({ rate, quantity, usd }: Charge): PriceLine {
  return { sku: rate.sku, unit: rate.unit, quantity: String(quantity), rateUsd: rate.rateText, usd: formatMoney(usd) };
}

function cheapest(prices: readonly TierPrice[]): TierPrice {
  return prices.reduce((best, price) => (price.expected.lt(best.expected) ? price : best));
}

function total(charges: readonly Charge[]): Money {
  return charges.length === 1 ? charges[0]!.usd : charges.reduce((sum, { usd }) => sum.plus(usd), ZERO);
}

function least(amounts: readonly Money[]): Money {
  return amounts.reduce((least, amount) => (amount.lt(least) ? amount : least));
}

function most(amounts: readonly Money[]): Money {
  return amounts.reduce((most, amount) => (amount.gt(most) ? amount : most));
}
