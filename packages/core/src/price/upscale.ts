import Big from 'big.js';
import type { VideoModel } from '../catalog/model.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { atLeast, type Charge, lineOf, totalOf } from './charge.ts';
import { formatMoney, type Money } from './money.ts';
import type { Price, PriceNote } from './price.ts';
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
  const minimum = table.rates.get('minimum_cents_per_generation');
  const unreadable = [...rates, ...(minimum ? [minimum] : [])].find(({ rateUsd }) => !rateUsd);
  if (unreadable) return unknownPrice({ code: 'sku_value_unreadable', sku: unreadable.sku });
  if (!width || !height || !durationSeconds || !factor) {
    return unknownPrice({ code: 'source_video_not_described', missing });
  }

  const source = new Big(width).times(height).times(MEGAPIXEL).times(durationSeconds);
  const output = source.times(factor).times(factor);
  const ordered = rates.slice().sort((one, other) => one.rateUsd!.cmp(other.rateUsd!));
  const low = chargesOf(ordered[0]!, source, minimum);
  const high = chargesOf(ordered.at(-1)!, output, minimum);
  const lowUsd = formatMoney(totalOf(low));
  const highUsd = formatMoney(totalOf(high));
  const reasons: PriceNote[] = [
    ...(source.eq(output) ? [] : [{ code: 'megapixels_in_or_out_unsettled' }]),
    ...(requirements.upscaleFactor === undefined ? [{ code: 'upscale_factor_not_given', priced: factor }] : []),
    ...(rates.length > 1 ? [{ code: 'creativity_not_given' }] : []),
  ];
  const open = [
    ...(lowUsd === highUsd ? [] : reasons),
    ...table.unknownSkus.map((sku) => ({ code: 'sku_not_understood', sku })),
  ];
  return {
    lowUsd,
    expectedUsd: highUsd,
    highUsd,
    confidence: open.length === 0 ? 'exact' : 'range',
    lines: high.map((charge, place) => ({
      ...lineOf(charge),
      ...(place === 0 ? { quantity: formatMoney(output) } : {}),
    })),
    reasons: open,
    assumptions: [],
    confirmedByBill: false,
  };
}

function chargesOf(rate: SkuRate, megapixelSeconds: Money, minimum: SkuRate | undefined): readonly Charge[] {
  const quantity = megapixelSeconds.toNumber();
  return atLeast(minimum, [{ rate, quantity, usd: megapixelSeconds.times(rate.rateUsd!) }]);
}
