/** An exact sum of US dollars in units of 10^-12: fine enough for a token price times a discount. */
export type Picodollars = bigint;

const picodollarsPerDollar = 10n ** 12n;

/** Reads a decimal string such as "0.0000107"; undefined when it is not one. */
export function parseUsd(text: string): Picodollars | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(text.trim());
  if (!match) return undefined;
  return BigInt(match[1]!) * picodollarsPerDollar + BigInt((match[2] ?? '').padEnd(12, '0'));
}

/** Multiplies by a plain number with at most six decimals (a factor, megapixels), rounded down once. */
export function times(sum: Picodollars, factor: number): Picodollars {
  return (sum * BigInt(Math.round(factor * 1e6))) / 1_000_000n;
}

/** A decimal string without trailing zeros. */
export function formatUsd(sum: Picodollars): string {
  const sign = sum < 0n ? '-' : '';
  const digits = (sum < 0n ? -sum : sum).toString().padStart(13, '0');
  const fraction = digits.slice(-12).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -12)}${fraction && `.${fraction}`}`;
}

/** The number that goes on the wire: the double nearest to the exact decimal. */
export function usdNumber(sum: Picodollars): number {
  return Number(formatUsd(sum));
}

/** From a plain number of dollars, as options take it. */
export function fromUsdNumber(usd: number): Picodollars {
  return BigInt(Math.round(usd * 1e6)) * 1_000_000n;
}
