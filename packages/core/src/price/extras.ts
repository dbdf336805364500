import { FREE_REFERENCE_IMAGES } from '../data/billing.ts';
import type { Mode, Requirements } from '../requirements/requirements.ts';
import { type Charge, charge, type Reading } from './charge.ts';
import type { PriceNote } from './price.ts';
import type { SkuRate, SkuTable } from './sku.ts';

/** Charges for the images that go in, by reading. */
export interface ImageExtras extends Readonly<Record<Reading, readonly Charge[]>> {
  /** The rates that were needed, readable or not. */
  readonly rates: readonly SkuRate[];
  readonly reason?: PriceNote;
}

const NONE: ImageExtras = { low: [], expected: [], high: [], rates: [] };

/** What the images sent with a job cost: nothing for text, every image for `cents_per_image_input`, references for `reference_images`. */
export function imageExtras(table: SkuTable, requirements: Requirements, mode: Mode): ImageExtras {
  const perInput = table.rates.get('cents_per_image_input');
  const perReference = table.rates.get('reference_images');
  if (mode === 'text' || (!perInput && !perReference)) return NONE;
  const frames = (requirements.firstFrame ? 1 : 0) + (requirements.lastFrame ? 1 : 0);
  const references = requirements.references.filter(({ kind }) => kind === 'image').length;

  if (perInput && frames + references > 0) {
    if (frames === 0 || references === 0) return same(perInput, frames + references);
    return {
      ...same(perInput, frames),
      high: charges(perInput, frames + references),
      reason: { code: 'references_beside_frames_may_be_charged', images: references },
    };
  }
  if (!perReference || references === 0) return NONE;
  if (frames > 0) {
    return {
      ...NONE,
      high: charges(perReference, references),
      rates: [perReference],
      reason: { code: 'references_beside_frames_may_be_charged', images: references },
    };
  }
  if (mode !== 'reference') return NONE;
  const charged = Math.max(0, references - FREE_REFERENCE_IMAGES.images);
  return {
    low: charges(perReference, charged),
    expected: charges(perReference, charged),
    high: charges(perReference, references),
    rates: [perReference],
    reason: { code: 'free_reference_images_likely', images: FREE_REFERENCE_IMAGES.images },
  };
}

function same(rate: SkuRate, images: number): ImageExtras {
  const all = charges(rate, images);
  return { low: all, expected: all, high: all, rates: [rate] };
}

function charges(rate: SkuRate, quantity: number): readonly Charge[] {
  if (quantity === 0 || !rate.rateUsd) return [];
  return [charge(rate, quantity)];
}
