import type { VideoModel } from '../catalog/model.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { shapeOf } from '../requirements/shape.ts';
import type { PriceNote } from './price.ts';
import type { SkuTable } from './sku.ts';

/** The resolution classes that a job may be made at, lower case; `null` is "no class". */
export interface Tiers {
  readonly all: readonly (string | null)[];
  /** The class that the best guess takes; `undefined`: the cheapest of all. */
  readonly expected: string | null | undefined;
  readonly aspectRatio: string | null;
}

/** Class assumed where none is asked for; the only documented default is Seedance's, and it is this one. */
const USUAL_TIER = '720p';

/** The class asked for, else every class that the model offers. */
export function tiersOf(
  model: VideoModel,
  table: SkuTable,
  requirements: Requirements,
): Tiers | { readonly unknown: PriceNote } {
  const { resolution, aspectRatio } = shapeOf(requirements, model.resolutions);
  const offered = model.resolutions?.map((name) => name.toLowerCase());
  if (resolution !== null) {
    const tier = resolution.toLowerCase();
    if (offered && !offered.includes(tier)) {
      return { unknown: { code: 'resolution_not_offered', resolution, offered: model.resolutions } };
    }
    return { all: [tier], expected: tier, aspectRatio };
  }
  if (requirements.size) return { unknown: { code: 'size_has_no_price_class', size: requirements.size } };
  const all = offered && offered.length > 0 ? offered : [...table.resolutions, ...(hasBareRate(table) ? [null] : [])];
  return { all, expected: all.includes(USUAL_TIER) ? USUAL_TIER : undefined, aspectRatio };
}

/** Whether some rate applies to resolutions without a key of their own. */
function hasBareRate(table: SkuTable): boolean {
  return (
    table.resolutions.length === 0 || [...table.rates.keys()].some((key) => !/_(\d{3,4}p|\d{1,2}k)(_|$)/.test(key))
  );
}
