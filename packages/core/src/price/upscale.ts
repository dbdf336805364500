import Big from 'big.js';
import type { VideoModel } from '../catalog/model.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { formatMoney, type Money } from './money.ts';
import type { Price, PriceLine, PriceNote } from './price.ts';
import type { SkuRate, SkuTable } from './sku.ts';
import { unknownPrice } from './unknown.ts';

const MEGAPIXEL = new Big('0.000001');

/**
 * The price of an upscale: megapixels × seconds × rate. Public code is split on whether the pixels are those that go in
 * or those that come out, and no bill settles it: from the one to the other, reckoned at the dearer.
 */
export function priceUpscale(model: VideoModel, table: SkuTable, requirements: Requirements): Price {
  const { sourceVideo, creativity } = requirements;
  const { width, height, durationSeconds } = sourceVideo ?? {};
  const factor = requirements.upscaleFactor ?? model.upscaleFactor?.max;
  const missing = [
    ...(width && height ? [] : ['sourceVideo.width, sourceVideo.height']),
    ...(durationSeconds ? [] : ['sourceVideo.durationSeconds']),
    ...(factor ? [] : ['upscaleFactor']),
  ];
  const precise = table.rates.get('cents_per_megapixel_second_precise');
  const creative = table.rates.get('cents_per_megapixel_second_creative');
  const chosen = creativity === undefined ? [precise, creative] : [creativity > 0 ? creative : precise];
  const rates = chosen.filter((rate) => rate !== undefined);
  if (rates.length === 0) return unknownPrice({ code: 'no_rate_for_this_job' });
  const unreadable = rates.find(({ rateUsd }) => !rateUsd);
  if (unreadable) return unknownPrice({ code: 'sku_value_unreadable', sku: unreadable.sku });
  if (!width || !height || !durationSeconds || !factor) {
    return unknownPrice({ code: 'source_video_not_described', missing });
  }

  const source = new Big(width).times(height).times(MEGAPIXEL).times(durationSeconds);
  const output = source.times(factor).times(factor);
  const ordered = rates.slice().sort((one, other) => one.rateUsd!.cmp(other.rateUsd!));
  const low = lineOf(ordered[0]!, source);
  const high = lineOf(ordered.at(-1)!, output);
  const reasons: PriceNote[] = [
    ...(source.eq(output) ? [] : [{ code: 'megapixels_in_or_out_unsettled' }]),
    ...(requirements.upscaleFactor === undefined ? [{ code: 'upscale_factor_not_given', priced: factor }] : []),
    ...(rates.length > 1 ? [{ code: 'creativity_not_given' }] : []),
  ];
  const exact = low.usd === high.usd;
  return {
    lowUsd: low.usd,
    expectedUsd: high.usd,
    highUsd: high.usd,
    confidence: exact ? 'exact' : 'range',
    lines: [high],
    reasons: exact ? [] : reasons,
    assumptions: [],
    confirmedByBill: false,
  };
}

function lineOf({ sku, rateUsd, rateText }: SkuRate, quantity: Money): PriceLine {
  return {
    sku,
    unit: 'megapixel_second',
    quantity: formatMoney(quantity),
    rateUsd: rateText,
    usd: formatMoney(quantity.times(rateUsd!)),
  };
}
