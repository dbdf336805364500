import { dollars, type PriceLine } from '@shotcaller/core';
import { visible } from '../controls/visible-text.ts';

/** The sum line by line, rates exact. */
export function PriceLines({ lines }: { readonly lines: readonly PriceLine[] }) {
  if (lines.length === 0) return null;
  return (
    <table className="price-lines">
      <caption className="spoken-only">How the price comes about</caption>
      <tbody>
        {lines.map(({ sku, unit, quantity, rateUsd, usd }) => (
          <tr key={`${sku} ${unit}`}>
            <td className="number">
              {unit === 'minimum'
                ? 'up to the minimum'
                : `${Number(quantity).toLocaleString('en-US')} ${unit.replaceAll('_', ' ')}${quantity === '1' ? '' : 's'}`}
            </td>
            <td>× ${rateUsd}</td>
            <td className="sku">{visible(sku)}</td>
            <td className="number">{dollars(usd)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
