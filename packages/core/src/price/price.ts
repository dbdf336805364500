import type { PriceNote } from './price-note.ts';

/** One line of a price: `quantity` units of `sku` at `rateUsd` each. Money is an exact decimal string in US dollars. */
export interface PriceLine {
  /** The key of the catalogue, or a name of ours for a learned correction (`correction:…`). */
  readonly sku: string;
  readonly unit: 'second' | 'video_token' | 'image' | 'generation' | 'megapixel_second' | 'minimum' | 'correction';
  /** Exact decimal string. */
  readonly quantity: string;
  /** Dollars a unit. */
  readonly rateUsd: string;
  /** `quantity × rateUsd`. */
  readonly usd: string;
}

/**
 * `exact`: no way is known in which the bill could differ from this amount, save a discount that the account itself has (OpenRouter
 * takes 1 % off for accounts that share their data): own bills teach that one. `range`: the bill lies between `lowUsd` and `highUsd`.
 */
export type PriceConfidence = 'exact' | 'range' | 'unknown';

/** The price of one job on one model. */
export interface Price {
  /** `null` when the price is unknown: never 0. Budgets reserve `highUsd`. */
  readonly lowUsd: string | null;
  readonly expectedUsd: string | null;
  readonly highUsd: string | null;
  readonly confidence: PriceConfidence;
  /** The lines add up to `expectedUsd`. Empty when the price is unknown. */
  readonly lines: readonly PriceLine[];
  /** Why this is a range or unknown. Empty when exact. */
  readonly reasons: readonly PriceNote[];
  /** What was taken for granted, for example that sound is on because the API defaults to it. */
  readonly assumptions: readonly PriceNote[];
  /** Whether a public or own bill has confirmed the keys used. `false`: list price, unconfirmed. */
  readonly confirmedByBill: boolean;
}
