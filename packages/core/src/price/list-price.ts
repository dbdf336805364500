import type { VideoModel } from '../catalog/model.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { priceClip } from './clip-price.ts';
import type { PricingFacts } from './facts.ts';
import type { Price } from './price.ts';
import type { PriceNote } from './price-note.ts';
import { unknownPrice } from './unknown-price.ts';
import { priceUpscale } from './upscale-price.ts';

/**
 * What a job costs by the price list, with or without sound.
 *
 * @param facts what is known of the model, its price list among it
 * @param sound whether the clip has sound, and what was assumed to say so
 */
export function listPrice(
  model: VideoModel,
  facts: PricingFacts,
  requirements: Requirements,
  sound: { readonly audioOn: boolean; readonly assumptions: readonly PriceNote[] },
): Price {
  const { entries, unknownSkus } = facts.table;
  if (entries.length === 0) {
    return unknownPrice(
      unknownSkus.length > 0 ? { code: 'no_sku_understood', skus: unknownSkus } : { code: 'price_not_stated' },
    );
  }
  return requirements.task === 'upscale'
    ? priceUpscale(model, facts.table, requirements)
    : priceClip(model, facts, requirements, sound.audioOn, sound.assumptions);
}
