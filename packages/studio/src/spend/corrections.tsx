import { longestFloorSeconds, priceRange } from '@shotcaller/core';
import type { LedgerAnswer } from '../api/wire.ts';
import { ModelName } from '../controls/model-name.tsx';

/** How bills compare with list prices, where this ledger has learnt it. */
export function Corrections({ corrections }: { readonly corrections: LedgerAnswer['corrections'] }) {
  const different = corrections.filter(({ factor }) => Math.abs(factor - 1) > 0.005);
  const agreeing = new Set(corrections.filter((entry) => !different.includes(entry)).map(({ model }) => model)).size;
  if (corrections.length === 0) return null;
  return (
    <section aria-labelledby="corrections-title">
      <h2 id="corrections-title">How bills compare with list prices</h2>
      <ul className="plain-list">
        {different.map(({ model, sku, floorUsd, n, factor, low, high }) => (
          <li key={[model, sku, floorUsd?.high].join(' ')}>
            {model === '*' ? 'Your account pays' : <ModelName id={model} />}
            {sku !== undefined && <> ({sku})</>}
            {model === '*' ? '' : ' bills'}{' '}
            {floorUsd
              ? `${priceRange({ lowUsd: floorUsd.low, highUsd: floorUsd.high })} at least for clips under ${longestFloorSeconds} s`
              : `${Math.round(factor * 100)} % of the list price, from ${Math.round(low * 100)} to ${Math.round(high * 100)} %`}{' '}
            ({n} {n === 1 ? 'bill' : 'bills'}); new quotes count on it.
          </li>
        ))}
      </ul>
      {agreeing > 0 && (
        <p>{agreeing === 1 ? 'One model bills' : `${agreeing} models bill`} what the price list says.</p>
      )}
    </section>
  );
}
