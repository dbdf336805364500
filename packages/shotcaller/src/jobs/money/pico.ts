import Big from 'big.js';

/**
 * A dollar amount as an integer of pico-dollars (10⁻¹² USD), so that databases add it up exactly. Token prices need up to
 * eleven decimals; what lies beyond twelve is rounded up, because a budget must never be told less than was asked.
 */
export function picoFromUsd(usd: string): bigint {
  // Most amounts of a long report.
  if (usd === '0') return 0n;
  const parts = plain.exec(usd);
  if (!parts) return BigInt(new Big(usd).times('1e12').round(0, Big.roundUp).toFixed());
  const [, sign, whole = '0', beyond = ''] = parts;
  const pico = BigInt(whole) * picoOfDollar + BigInt(beyond.padEnd(12, '0'));
  return sign === '-' ? -pico : pico;
}

/** Pico-dollars of a dollar. */
export const picoOfDollar = 10n ** 12n;

/** Nearly every amount: a report of thousands of lines is read ten times faster without decimals of any size. */
const plain = /^(-?)(\d{1,15})(?:\.(\d{1,12}))?$/;

/** The shortest plain decimal: `0.12`. */
export function usdFromPico(pico: bigint): string {
  const size = pico < 0n ? -pico : pico;
  const beyond = String(size % picoOfDollar)
    .padStart(12, '0')
    .replace(/0+$/, '');
  const text = `${size / picoOfDollar}${beyond === '' ? '' : `.${beyond}`}`;
  return pico < 0n ? `-${text}` : text;
}

/** What is left of a limit, `0` where more is booked. */
export function leftUsdOf(limitUsd: string, bookedPico: bigint): string {
  const left = picoFromUsd(limitUsd) - bookedPico;
  return usdFromPico(left > 0n ? left : 0n);
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
