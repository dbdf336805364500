import type { VideoModel } from '../catalog/model.ts';
import { isClassWithin, isRange, isSecondsWithin } from '../requirements/range.ts';
import type { Requirements } from '../requirements/requirements.ts';
import type { Weights } from './profiles.ts';

/** A model by the guide's own measures, each from 0 to 1 and rounded to three decimals. */
export interface CookbookScore {
  readonly model: string;
  readonly score: number;
  /** Smallest number among the SKUs, whatever its unit: not dollars for a clip. `null` when there is none. */
  readonly lowestAdvertisedPrice: number | null;
  readonly speedScore: number;
  readonly costScore: number;
  readonly qualityScore: number;
}

/**
 * The models that OpenRouter's guide (2026-05) would keep, in its order: those that state every capability asked for, by the
 * smallest number among their SKUs. A baseline to hold the real method against; what is not stated counts as no.
 */
export function cookbookMatch(models: readonly VideoModel[], requirements: Requirements): readonly VideoModel[] {
  const { aspectRatio, durationSeconds, firstFrame, lastFrame, resolution } = requirements;
  return models
    .filter(
      (model) =>
        (resolution === undefined || statesClass(model.resolutions, resolution)) &&
        (aspectRatio === undefined || states(model.aspectRatios, aspectRatio)) &&
        (durationSeconds === undefined ||
          (model.durationsSeconds?.some((seconds) => isSecondsWithin(seconds, durationSeconds)) ?? false)) &&
        (firstFrame === undefined || states(model.frameTypes, 'first_frame')) &&
        (lastFrame === undefined || states(model.frameTypes, 'last_frame')),
    )
    .map((model) => ({ model, price: lowestAdvertisedPrice(model) ?? Number.MAX_VALUE }))
    .sort((first, second) => first.price - second.price)
    .map(({ model }) => model);
}

/**
 * The guide's scores of these models, best first, equal scores in the order given: speed from words in the id, cost rescaled
 * between the cheapest and the dearest of this list, quality from the highest resolution class.
 */
export function cookbookRank(models: readonly VideoModel[], weights: Weights): readonly CookbookScore[] {
  const prices = models.map(lowestAdvertisedPrice);
  const known = prices.filter((price) => price !== null);
  const cheapest = Math.min(...known);
  const dearest = Math.max(...known);
  const resolutionRanks = models.map(highestResolutionRank);
  const highestRank = Math.max(0, ...resolutionRanks);
  return models
    .map((model, index) => {
      const price = prices[index] ?? null;
      const speed = speedByName(model.id);
      const cost = price === null ? 0 : dearest === cheapest ? 0.5 : 1 - (price - cheapest) / (dearest - cheapest);
      const quality = highestRank === 0 ? 0.5 : (resolutionRanks[index] ?? 0) / highestRank;
      return {
        model: model.id,
        score: toThreeDecimals(weights.speed * speed + weights.cost * cost + weights.quality * quality),
        lowestAdvertisedPrice: price,
        speedScore: toThreeDecimals(speed),
        costScore: toThreeDecimals(cost),
        qualityScore: toThreeDecimals(quality),
      };
    })
    .sort((first, second) => second.score - first.score);
}

/** Smallest number among the SKUs, whatever its unit; `null` when no value is a number. */
function lowestAdvertisedPrice(model: VideoModel): number | null {
  let lowest: number | null = null;
  for (const value of Object.values(model.pricingSkus ?? {})) {
    const price = value === null ? Number.NaN : Number(value);
    if (Number.isFinite(price) && (lowest === null || price < lowest)) lowest = price;
  }
  return lowest;
}

function states<T>(stated: readonly T[] | null, wanted: T): boolean {
  return stated?.includes(wanted) ?? false;
}

function statesClass(stated: readonly string[] | null, wanted: NonNullable<Requirements['resolution']>): boolean {
  return isRange(wanted) ? (stated?.some((name) => isClassWithin(name, wanted)) ?? false) : states(stated, wanted);
}

/** The guide's ladder of classes: 480p, 720p, 1080p, 4K; any other is 0. */
function highestResolutionRank(model: VideoModel): number {
  return Math.max(0, ...(model.resolutions ?? []).map((name) => ['480p', '720p', '1080p', '4K'].indexOf(name) + 1));
}

function speedByName(id: string): number {
  const name = id.toLowerCase();
  if (name.includes('fast')) return 1;
  if (/lite|std/.test(name)) return 0.8;
  return /pro|o1/.test(name) ? 0.35 : 0.55;
}

function toThreeDecimals(value: number): number {
  return Number(value.toFixed(3));
}
