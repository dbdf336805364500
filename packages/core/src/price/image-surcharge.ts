import { type Charge, charge, type Reading } from './charge.ts';
import type { PriceNote } from './price-note.ts';
import type { SkuQuestion } from './sku-question.ts';
import { applies, type SkuRow } from './sku-row.ts';
import type { SkuRate, SkuTable } from './sku-table.ts';

/** What the images sent with a job cost, by reading. */
export interface ImageSurcharge extends Readonly<Record<Reading, readonly Charge[]>> {
  /** The rates that were needed, readable or not. */
  readonly rates: readonly SkuRate[];
  readonly reasons: readonly PriceNote[];
}

const noSurcharge: ImageSurcharge = { low: [], expected: [], high: [], rates: [], reasons: [] };

/** Charges by the image: of each group the first row that counts images of this job. Nothing for text. */
export function imageSurcharge({ surcharges }: SkuTable, job: SkuQuestion): ImageSurcharge {
  let sum = noSurcharge;
  if (surcharges.length === 0) return sum;
  const groups = new Set<string>();
  for (const { row, bare } of surcharges) {
    const group = row.group ?? row.key;
    if (!bare || groups.has(group) || !applies(row, job)) continue;
    groups.add(group);
    sum = plus(sum, rowSurcharge(row, bare, job));
  }
  return sum;
}

/** The API leaves references beside frames aside: they move the high end only. */
function rowSurcharge({ counts }: SkuRow, rate: SkuRate, { frames, references }: SkuQuestion): ImageSurcharge {
  const { frames: countsFrames, free } = counts ?? { frames: true, free: 0 };
  const countedFrames = countsFrames ? frames : 0;
  const surely = charges(rate, Math.max(0, (frames > 0 ? countedFrames : references) - free));
  const reasons: PriceNote[] = [];
  if (frames > 0 && references > 0)
    reasons.push({ code: 'references_beside_frames_may_be_charged', images: references });
  else if (free > 0) reasons.push({ code: 'free_reference_images_likely', images: free });
  const high = charges(rate, countedFrames + references);
  return { low: surely, expected: surely, high, rates: [rate], reasons };
}

function plus(one: ImageSurcharge, other: ImageSurcharge): ImageSurcharge {
  if (one === noSurcharge) return other;
  return {
    low: [...one.low, ...other.low],
    expected: [...one.expected, ...other.expected],
    high: [...one.high, ...other.high],
    rates: [...one.rates, ...other.rates],
    reasons: [...one.reasons, ...other.reasons],
  };
}

function charges(rate: SkuRate, quantity: number): readonly Charge[] {
  return quantity === 0 || !rate.rateUsd ? [] : [charge(rate, quantity)];
}
