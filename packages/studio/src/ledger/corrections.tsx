import type { LedgerAnswer } from '../api/wire.ts';
import { ModelName } from '../controls/model-name.tsx';

/** How bills compare with list prices, where this ledger has learnt it. */
export function Corrections({ corrections }: { readonly corrections: LedgerAnswer['corrections'] }) {
  const different = corrections.filter(({ factor }) => Math.abs(factor - 1) > 0.005);
  const agreeing = corrections.length - different.length;
  if (corrections.length === 0) return null;
  return (
    <section aria-labelledby="corrections-title">
      <h2 id="corrections-title">What the bills have taught</h2>
      <ul className="plain-list">
        {different.map(({ model, n, factor, low, high }) => (
          <li key={model}>
            <ModelName id={model} /> bills {Math.round(factor * 100)} % of the list price ({Math.round(low * 100)}–
            {Math.round(high * 100)} %, {n} {n === 1 ? 'bill' : 'bills'}); new quotes count on it.
          </li>
        ))}
      </ul>
      {agreeing > 0 && (
        <p>{agreeing === 1 ? 'One model bills' : `${agreeing} models bill`} what the price list says.</p>
      )}
    </section>
  );
}
