import Big from 'big.js';

/**
 * A dollar amount as an integer of pico-dollars (10⁻¹² USD), so that databases add it up exactly. Token prices need up to
 * eleven decimals; what lies beyond twelve is rounded up, because a budget must never be told less than was asked.
 */
export function picoFromUsd(usd: string): bigint {
  return BigInt(new Big(usd).times('1e12').round(0, Big.roundUp).toFixed());
}

/** The shortest plain decimal: `0.12`. */
export function usdFromPico(pico: bigint): string {
  return new Big(pico.toString()).div('1e12').toFixed();
}
