import type { Price, PriceLine } from '@shotcaller/core';
import { z } from 'zod';
import { objectOf } from '../../openapi/schemas.ts';
import { priceNote, usd, usdOrUnknown } from './values.ts';

const priceLine = objectOf<PriceLine>()('PriceLine', 'One line of a price.', {
  sku: z
    .string()
    .describe(
      'The price key of the catalogue; or `correction:…`, an adjustment that follows from the bills in your ledger.',
    ),
  unit: z.enum(['second', 'video_token', 'image', 'generation', 'megapixel_second', 'minimum', 'correction']),
  quantity: z.string().describe('Number of units, an exact decimal as a string.'),
  rateUsd: usd.describe('US dollars per unit, an exact decimal as a string.'),
  usd: usd.describe('quantity × rateUsd.'),
});

export const price = objectOf<Price>()(
  'Price',
  'The price of this clip on one model. Amounts are decimal strings; null means not known, never 0.',
  {
    lowUsd: usdOrUnknown,
    expectedUsd: usdOrUnknown,
    highUsd: usdOrUnknown.describe('The upper end of the price, which budgets reserve. null: not known, never 0.'),
    confidence: z.enum(['exact', 'range', 'unknown']),
    lines: z.array(priceLine).describe('The lines add up to `expectedUsd`. Empty: the price is not known.'),
    reasons: z.array(priceNote).describe('Why the price is a range, or not known. Empty: it is exact.'),
    assumptions: z.array(priceNote).describe('What the price assumes.'),
    confirmedByBill: z
      .boolean()
      .describe('true: a bill has confirmed the price keys used. false: this is the list price, not confirmed yet.'),
  },
);
