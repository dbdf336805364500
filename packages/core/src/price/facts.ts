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
  readonly discount: UnlistedDiscount | undefined;
  /** Keys that a bill has matched. */
  readonly confirmed: readonly { readonly sku: string; readonly tier: string }[];
  /** Seconds of input video that the provider accepts in all. */
  readonly mostInputSeconds: number;
}

/** Taken where the provider says nothing of input video. */
const usualInputSeconds = 15;

const noneConfirmed: PricingFacts['confirmed'] = [];

const known = new WeakMap<VideoModel, PricingFacts>();
const knownTiers = new WeakMap<readonly string[], readonly string[]>();

export function pricingFacts(model: VideoModel): PricingFacts {
  const before = known.get(model);
  if (before) return before;
  const facts = readFacts(model);
  known.set(model, facts);
  return facts;
}

function readFacts(model: VideoModel): PricingFacts {
  return {
    table: skuTable(model),
    offered: model.resolutions && tiersOffered(model.resolutions),
    floor: unlistedFloors.find(({ models }) => models.includes(model.id)),
    discount: unlistedDiscounts.find((entry) => entry.model === model.id),
    confirmed: confirmedSkus.some((entry) => entry.model === model.id)
      ? confirmedSkus.filter((entry) => entry.model === model.id)
      : noneConfirmed,
    mostInputSeconds: videoInputSeconds.find(({ models }) => models.test(model.id))?.most ?? usualInputSeconds,
  };
}

/** Models of one list of classes share one answer. */
function tiersOffered(resolutions: readonly string[]): readonly string[] {
  const before = knownTiers.get(resolutions);
  if (before) return before;
  const tiers = [...new Set(resolutions.map(tierOf))];
  knownTiers.set(resolutions, tiers);
  return tiers;
}
