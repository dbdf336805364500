import { correctedPrice as corrected, type Price, type PriceCorrection } from '@shotcaller/core';

/** A list price with what this ledger's own bills say about the model, if they say anything. */
export function correctedPrice(price: Price, correction: PriceCorrection | undefined): Price {
  return correction ? corrected(price, correction) : price;
}
