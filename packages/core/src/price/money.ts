import Big from 'big.js';

/** An exact decimal amount. Money never becomes a float on the way. */
export type Money = Big;

export const zero: Money = new Big(0);

/** A number or a decimal string of ours as an exact amount. Text of others goes through `parseMoney`. */
export function decimal(amount: number | string): Money {
  return new Big(amount);
}

const plainDecimalPattern = /^\d{1,12}(\.\d{1,24})?$/;

/**
 * Reads a decimal string such as `0.1120`; `undefined` when it is not a plain, non-negative decimal of at most
 * 12 digits before and 24 after the point. Exponents, signs and separators are refused: nobody prices so.
 */
export function parseMoney(text: string): Money | undefined {
  return plainDecimalPattern.test(text) ? new Big(text) : undefined;
}

/** A number as a plain decimal, never with an exponent (`5e-7` → `0.0000005`); `null` when it is negative or not finite. */
export function plainDecimal(amount: number): string | null {
  return Number.isFinite(amount) && amount >= 0 ? new Big(amount).toFixed() : null;
}

/** The shortest plain decimal string: `0.12`, never `1.2e-1`. */
export function formatMoney(amount: Money): string {
  return amount.toFixed();
}

/** An exact product of an amount and a finite number (whole seconds, tokens, images, or decimal seconds). */
export function multiply(amount: Money, quantity: number): Money {
  return amount.times(quantity);
}

export function least(amounts: readonly Money[]): Money {
  return amounts.reduce((least, amount) => (amount.lt(least) ? amount : least));
}

export function most(amounts: readonly Money[]): Money {
  return amounts.reduce((most, amount) => (amount.gt(most) ? amount : most));
}
