import type { VideoModel } from '../catalog/model.ts';
import {
  confirmedSkus,
  type UnlistedDiscount,
  type UnlistedFloor,
  unlistedDiscounts,
  unlistedFloors,
} from '../data/billing.ts';
import { videoInputSeconds } from '../data/frames.ts';
import { tierOf } from '../requirements/words.ts';
import { type SkuTable, skuTable } from './sku-table.ts';

/** What pricing knows of a model whatever the job: read once for each model object, which is never mutated. */
export interface PricingFacts {
  readonly table: SkuTable;
  /** Resolution classes offered, as `tierOf` spells them; `null` when not stated. */
  readonly offered: readonly string[] | null;
  readonly floor: UnlistedFloor | undefined;
  /** Until it has ended. */
  readonly discount: UnlistedDiscount | undefined;
  /** Keys that a bill has matched, at what they cost then. */
  readonly confirmed: readonly { readonly sku: string; readonly rateUsd: string; readonly tier: string }[];
  /** Seconds of input video that the provider accepts in all. */
  readonly mostInputSeconds: number;
}

/** Taken where the provider says nothing of input video. */
const usualInputSeconds = 15;

const known = new WeakMap<VideoModel, PricingFacts>();

/** @param now ISO 8601: a discount that had ended by then is left out. Default: all that is known has happened */
export function pricingFacts(model: VideoModel, now?: string): PricingFacts {
  let facts = known.get(model);
  if (!facts) {
    facts = readFacts(model);
    known.set(model, facts);
  }
  return facts.discount && hasEnded(facts.discount, now) ? without(facts, { discount: true }) : facts;
}

/** The same without what own bills replace. */
export function without(facts: PricingFacts, { discount = false, floor = false }): PricingFacts {
  return {
    ...facts,
    discount: discount ? undefined : facts.discount,
    floor: floor ? undefined : facts.floor,
  };
}

/** Whether a bill at the full price came after the day that the discount was last seen. */
function hasEnded({ model, seenUntil }: UnlistedDiscount, now = '9999'): boolean {
  return confirmedSkus.some((entry) => entry.model === model && entry.date > seenUntil && entry.date <= now);
}

function readFacts(model: VideoModel): PricingFacts {
  return {
    table: skuTable(model),
    offered: model.resolutions && [...new Set(model.resolutions.map(tierOf))],
    floor: unlistedFloors.find(({ models }) => models.includes(model.id)),
    discount: unlistedDiscounts.find((entry) => entry.model === model.id),
    confirmed: confirmedSkus.filter((entry) => entry.model === model.id),
    mostInputSeconds: videoInputSeconds.find(({ models }) => models.test(model.id))?.most ?? usualInputSeconds,
  };
}
