import type { VideoModel } from '../catalog/model.ts';
import { upscaledMegapixel } from '../data/billing.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { boughtSkus } from './bought-skus.ts';
import { atLeast, type Charge, lineOf, totalOf } from './charge.ts';
import { decimal, formatMoney, type Money } from './money.ts';
import type { Price } from './price.ts';
import type { PriceNote } from './price-note.ts';
import { skuQuestion } from './sku-question.ts';
import { minimumRates, type SkuRate, type SkuTable } from './sku-table.ts';
import { unknownPrice } from './unknown-price.ts';

/** One pixel in megapixels: 2⁻²⁰ (`upscaledMegapixel`). */
const onePixel = decimal(1).div(upscaledMegapixel.pixels);

/**
 * The price of an upscale: megapixels × seconds × rate. A host of the same model at the same rate charges the pixels that come out; public
 * code is split, and no bill of OpenRouter settles it: from those that go in to those that come out, reckoned at the latter.
 */
export function priceUpscale(model: VideoModel, table: SkuTable, requirements: Requirements): Price {
  const question = skuQuestion(requirements, { audioOn: false, videoInput: false });
  const minimums = minimumRates(table, question);
  const { rates, unapplied } = boughtSkus(table, null, question, minimums);
  const [rate] = rates;
  if (!rate) return unknownPrice({ code: 'no_rate_for_this_job' });
  const unreadable = [rate.low, rate.high, ...minimums].find(({ rateUsd }) => !rateUsd);
  if (unreadable) return unknownPrice({ code: 'sku_value_unreadable', sku: unreadable.sku });
  const source = sourceOf(model, requirements);
  if ('missing' in source) return unknownPrice({ code: 'source_video_not_described', missing: source.missing });

  const { megapixelSeconds, factor } = source;
  const output = megapixelSeconds.times(factor).times(factor);
  const low = chargesOf(rate.low, megapixelSeconds, minimums);
  const high = chargesOf(rate.high, output, minimums);
  const lowUsd = formatMoney(totalOf(low));
  const highUsd = formatMoney(totalOf(high));
  const reasons: PriceNote[] = [];
  if (lowUsd !== highUsd) {
    if (!megapixelSeconds.eq(output)) reasons.push({ code: 'megapixels_in_or_out_unsettled' });
    if (requirements.upscaleFactor === undefined) reasons.push({ code: 'upscale_factor_not_given', priced: factor });
    if (rate.reason) reasons.push(rate.reason);
  }
  for (const sku of unapplied) reasons.push({ code: 'sku_not_applied', sku });
  for (const sku of table.unknownSkus) reasons.push({ code: 'sku_not_understood', sku });
  return {
    lowUsd,
    expectedUsd: highUsd,
    highUsd,
    confidence: reasons.length === 0 ? 'exact' : 'range',
    lines: high.map((charge, place) => ({
      ...lineOf(charge),
      ...(place === 0 ? { quantity: formatMoney(output) } : {}),
    })),
    reasons,
    assumptions: [],
    confirmedByBill: false,
  };
}

/** What goes in, and by how much it grows; the fields that are missing for it. */
function sourceOf(
  model: VideoModel,
  { sourceVideo, upscaleFactor }: Requirements,
): { readonly megapixelSeconds: Money; readonly factor: number } | { readonly missing: readonly string[] } {
  const { width, height, durationSeconds } = sourceVideo ?? {};
  const factor = upscaleFactor ?? model.upscaleFactor?.max;
  if (width && height && durationSeconds && factor) {
    return { megapixelSeconds: decimal(width).times(height).times(onePixel).times(durationSeconds), factor };
  }
  const missing = [
    ...(width && height ? [] : ['sourceVideo.width, sourceVideo.height']),
    ...(durationSeconds ? [] : ['sourceVideo.durationSeconds']),
    ...(factor ? [] : ['upscaleFactor']),
  ];
  return { missing };
}

function chargesOf(rate: SkuRate, megapixelSeconds: Money, minimums: readonly SkuRate[]): readonly Charge[] {
  const quantity = megapixelSeconds.toNumber();
  return atLeast(minimums, [{ rate, quantity, usd: megapixelSeconds.times(rate.rateUsd!) }]);
}
