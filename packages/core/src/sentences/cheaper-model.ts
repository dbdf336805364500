import type { RankedModel } from '../selection.ts';
import { priceRange } from './values.ts';

/** A model that fits and costs less than the pick. */
export function cheaperModelSentence({ model, price }: RankedModel): string {
  return `The cheapest that fits: ${model} for ${priceRange(price)}.`;
}
