import type { VideoModel } from '../catalog/model.ts';
import { isClassWithin, isRange } from '../requirements/range.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { shapeOf } from '../requirements/shape.ts';
import { tierOf } from '../requirements/words.ts';
import type { PricingFacts } from './facts.ts';
import type { PriceNote } from './price-note.ts';

/** The resolution classes that a job may be made at, lower case; `null` is "no class". */
export interface Tiers {
  readonly all: readonly (string | null)[];
  /** The class that the best guess takes; `undefined`: the cheapest of all. */
  readonly expected: string | null | undefined;
  readonly aspectRatio: string | null;
}

/** Class assumed where none is asked for; the only documented default is Seedance's, and it is this one. */
const usualTier = '720p';

/** The class asked for, else every class that the model offers. */
export function tiersOf(
  model: VideoModel,
  { table, offered }: PricingFacts,
  requirements: Requirements,
): Tiers | { readonly unknown: PriceNote } {
  const { resolution, aspectRatio } = shapeOf(requirements, model.resolutions);
  if (resolution !== null) {
    const tier = tierOf(resolution);
    if (offered && !offered.includes(tier)) {
      return { unknown: { code: 'resolution_not_offered', resolution, offered: model.resolutions } };
    }
    return { all: [tier], expected: tier, aspectRatio };
  }
  if (requirements.size) return { unknown: { code: 'size_has_no_price_class', size: requirements.size } };
  const within = offered?.filter(
    (tier) => !isRange(requirements.resolution) || isClassWithin(tier, requirements.resolution),
  );
  const all = within && within.length > 0 ? within : [...table.resolutions, ...(table.hasBareRate ? [null] : [])];
  return { all, expected: all.includes(usualTier) ? usualTier : undefined, aspectRatio };
}
