import {
  applyChanges,
  clipFor,
  type RejectedModel,
  reasonSentence,
  type Selection,
  secondsText,
} from '@shotcaller/core';
import type { PageGround } from '../brief/page-ground.ts';
import { slugOf, visible } from '../controls/visible-text.ts';
import { upTo } from '../words.ts';

/** One model in the chart. */
export interface ChartPoint {
  readonly model: string;
  readonly name: string;
  /** It can make the clip; else it stands where the nearest clip that it can make would. */
  readonly fits: boolean;
  readonly usd: number;
  readonly lowUsd: number;
  readonly highUsd: number;
  readonly rating: number;
  readonly low: number;
  readonly high: number;
  readonly seconds: number;
  /** 90 % finish within. */
  readonly lateSeconds: number;
  readonly isPick: boolean;
  readonly isTied: boolean;
  readonly isGuidePick: boolean;
  readonly tip: string;
}

/** The ranked models that have a price, cheapest first. */
export function chartPoints({ ranked, method, pick }: Selection, guidePick: string | null): readonly ChartPoint[] {
  const tied = new Set(method === 'evidence' ? (ranked[0]?.tiedWith ?? []) : []);
  return ranked
    .filter(({ price }) => price.expectedUsd !== null)
    .map((place) => ({
      ...placed(place),
      fits: true,
      isPick: place.model === pick,
      isTied: tied.has(place.model),
      isGuidePick: place.model === guidePick,
      tip: tipOf(place),
    }))
    .sort(cheapestFirst);
}

/** Models that do not fit, where the smallest change that would let them in puts them. Those without a price have no place. */
export function greyPoints(
  { rejected, requirements }: Pick<Selection, 'rejected' | 'requirements'>,
  { catalog, evidence }: Pick<PageGround, 'catalog' | 'evidence'>,
  now: string,
): readonly ChartPoint[] {
  return rejected
    .flatMap((entry): readonly ChartPoint[] => {
      const model = catalog.models.find(({ id }) => id === entry.model);
      if (!model) return [];
      const { quote, speed, quality } = clipFor(model, applyChanges(requirements, entry.nearest), { evidence, now });
      const place = { model: entry.model, price: quote.price, speed, quality };
      if (quote.price.expectedUsd === null) return [];
      const rest = { isPick: false, isTied: false, isGuidePick: false };
      return [{ ...placed(place), ...rest, fits: false, tip: `${tipOf(place)}\n${whyNot(entry)}` }];
    })
    .sort(cheapestFirst);
}

type Placed = Pick<Selection['ranked'][number], 'model' | 'price' | 'speed' | 'quality'>;
type Estimated = Pick<Placed, 'model' | 'price'> & {
  readonly speed: Pick<Placed['speed'], 'p50Seconds' | 'p90Seconds'>;
  readonly quality: Pick<Placed['quality'], 'rating' | 'low' | 'high'>;
};

function placed({ model, price, speed, quality }: Estimated) {
  return {
    model,
    name: slugOf(model),
    usd: Number(price.expectedUsd),
    lowUsd: Number(price.lowUsd),
    highUsd: Number(price.highUsd),
    rating: Math.round(quality.rating),
    low: Math.round(quality.low),
    high: Math.round(quality.high),
    seconds: Math.max(1, Math.round(speed.p50Seconds)),
    lateSeconds: Math.max(1, Math.round(speed.p90Seconds)),
  };
}

function tipOf({ model, price, speed, quality }: Estimated): string {
  return [
    slugOf(model),
    `${upTo(price)} · about ${secondsText(speed.p50Seconds)}, 90 % within ${secondsText(speed.p90Seconds)}`,
    `quality ${Math.round(quality.rating)} (${Math.round(quality.low)}–${Math.round(quality.high)})`,
  ].join('\n');
}

function whyNot({ reasons: [reason] }: RejectedModel): string {
  return reason ? `Does not fit: ${visible(reasonSentence(reason))}` : 'Does not fit.';
}

function cheapestFirst(one: ChartPoint, other: ChartPoint): number {
  return one.usd - other.usd || other.rating - one.rating || (one.model < other.model ? -1 : 1);
}
