import type { Price } from './price.ts';
import type { PriceNote } from './price-note.ts';

/** A price that nobody can state, with the reasons. */
export function unknownPrice(...reasons: readonly PriceNote[]): Price {
  return {
    lowUsd: null,
    expectedUsd: null,
    highUsd: null,
    confidence: 'unknown',
    lines: [],
    reasons,
    assumptions: [],
    confirmedByBill: false,
  };
}
