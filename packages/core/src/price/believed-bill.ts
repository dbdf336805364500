import { decimal, formatMoney } from './money.ts';
import type { Price } from './price.ts';

/**
 * How far bill and quote may lie apart. They differ by a rate that was read wrongly at most, and the dearest published rate of a model
 * is up to nine times its cheapest (October 2026: heygen-video-1, $0.02 to $0.18 a second).
 */
export const mostTimesQuote = 10;

/** Believed whatever the quote was, in dollars: minimums and surcharges weigh most on the cheapest clips. */
const alwaysBelievedUsd = '1';

/** What a bill is held against where no price was known, in dollars. */
const mostWithoutQuoteUsd = '1000';

/** The most that a bill may be to be believed, in dollars: ten times the upper end of the quote, at least $1; $1000 where there is none. */
export function mostBelievedUsd({ highUsd }: Pick<Price, 'highUsd'>): string {
  if (highUsd === null) return mostWithoutQuoteUsd;
  const most = decimal(highUsd).times(mostTimesQuote);
  return most.gt(alwaysBelievedUsd) ? formatMoney(most) : alwaysBelievedUsd;
}
