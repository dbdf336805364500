import { dollars, type Price } from '@shotcaller/core';

/** The sum line by line: `5 seconds × $0.084 (duration_seconds) = $0.42`. Rates are exact. */
export function priceLines({ lines }: Price): readonly string[] {
  return lines.map(({ sku, unit, quantity, rateUsd, usd }) => {
    if (unit === 'minimum') return `up to the minimum of $${rateUsd} (${sku}): ${dollars(usd)}`;
    return `${Number(quantity).toLocaleString('en-US')} ${plural(unit, quantity)} × $${rateUsd} (${sku}) = $${withCents(usd)}`;
  });
}

/** Exact, with two decimals at least: `0.2` is `0.20`. */
function withCents(usd: string): string {
  return /^\d+(\.\d)?$/.test(usd) ? Number(usd).toFixed(2) : usd;
}

function plural(unit: string, quantity: string): string {
  const name = unit.replaceAll('_', ' ');
  return quantity === '1' ? name : `${name}s`;
}
