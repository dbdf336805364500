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

/** Most that one entry may hold, in dollars: a clip that costs more is not bought. A tenth of what 64 bits of pico-dollars hold. */
export const mostBookableUsd = '900000';

/** An amount as a database said it. A 64-bit integer, unless another program or version has put something else there. */
export function picoFromText(text: string | null | undefined): bigint {
  if (text === null || text === undefined) return 0n;
  if (/^-?\d+$/.test(text)) return BigInt(text);
  const amount = Number(text);
  return Number.isFinite(amount) ? BigInt(Math.round(amount)) : 0n;
}
