import type { Price, PriceLine } from '@shotcaller/core';
import { z } from 'zod';
import { objectOf } from '../../openapi/schemas.ts';
import { priceNote, usd, usdOrUnknown } from './values.ts';

const priceLine = objectOf<PriceLine>()('PriceLine', 'One line of a price.', {
  sku: z.string().describe('The price key of the catalogue, or correction:… for what own bills taught.'),
  unit: z.enum(['second', 'video_token', 'image', 'generation', 'megapixel_second', 'minimum', 'correction']),
  quantity: z.string().describe('Units, an exact decimal as a string.'),
  rateUsd: usd.describe('US dollars a unit, an exact decimal as a string.'),
  usd: usd.describe('quantity × rateUsd.'),
});

export const price = objectOf<Price>()(
  'Price',
  'The price of this clip on one model. Money is a decimal string; null is not known, never 0.',
  {
    lowUsd: usdOrUnknown,
    expectedUsd: usdOrUnknown,
    highUsd: usdOrUnknown.describe('The upper end: what budgets reserve. Null: not known, never 0.'),
    confidence: z.enum(['exact', 'range', 'unknown']),
    lines: z.array(priceLine).describe('They add up to expectedUsd. Empty when the price is not known.'),
    reasons: z.array(priceNote).describe('Why this is a range or not known. Empty when exact.'),
    assumptions: z.array(priceNote).describe('What was taken for granted.'),
    confirmedByBill: z
      .boolean()
      .describe('Whether a bill has confirmed the price keys used; false: list price, unconfirmed.'),
  },
);
