import { decimal, formatMoney, zero } from './money.ts';

// Text in, text out: who calls these from outside needs no types of the decimals within.

/** The exact sum of dollar amounts as a plain decimal, `0` of none. What is not known counts nothing. */
export function sumUsd(amounts: readonly (string | null | undefined)[]): string {
  return formatMoney(amounts.reduce((sum, usd) => sum.plus(usd ?? zero), zero));
}

/** Whether the first of two exact decimals is the smaller one. A double keeps the order, so only two that become the same need decimals. */
export function usdLess(one: string, other: string): boolean {
  const [first, second] = [Number(one), Number(other)];
  return first === second ? decimal(one).lt(other) : first < second;
}
