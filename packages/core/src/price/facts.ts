import type { VideoModel } from '../catalog/model.ts';
import {
  CONFIRMED_SKUS,
  UNLISTED_DISCOUNTS,
  UNLISTED_FLOORS,
  type UnlistedDiscount,
  type UnlistedFloor,
} from '../data/billing.ts';
import { VIDEO_INPUT_SECONDS } from '../data/frames.ts';
import { tierOf } from '../requirements/words.ts';
import { type SkuTable, skuTable } from './sku.ts';

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
const USUAL_INPUT_SECONDS = 15;

const NONE: PricingFacts['confirmed'] = [];

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
    floor: UNLISTED_FLOORS.find(({ models }) => models.includes(model.id)),
    discount: UNLISTED_DISCOUNTS.find((entry) => entry.model === model.id),
    confirmed: CONFIRMED_SKUS.some((entry) => entry.model === model.id)
      ? CONFIRMED_SKUS.filter((entry) => entry.model === model.id)
      : NONE,
    mostInputSeconds: VIDEO_INPUT_SECONDS.find(({ models }) => models.test(model.id))?.most ?? USUAL_INPUT_SECONDS,
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
