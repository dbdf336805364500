import type { CatalogDiff } from '@shotcaller/core';
import { ModelName } from '../controls/model-name.tsx';
import { visible } from '../controls/visible-text.ts';

/** New and gone models, prices and capabilities. */
export function DiffList({ diff: { added, removed, prices, capabilities } }: { readonly diff: CatalogDiff }) {
  return (
    <>
      <Ids title="New" ids={added} />
      <Ids title="Gone" ids={removed} />
      {prices.length > 0 && (
        <section aria-label="Prices">
          <h2>Prices</h2>
          <ul className="plain-list">
            {prices.map(({ model, sku, from, to, percent }) => (
              <li key={`${model} ${sku}`}>
                <ModelName id={model} /> <span className="sku">{visible(sku)}</span> {from ?? 'none'} → {to ?? 'gone'}
                {percent !== null && (
                  <strong className={percent > 0 ? 'dearer' : 'cheaper'}>
                    {' '}
                    {percent > 0 ? '+' : ''}
                    {percent} %
                  </strong>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {capabilities.length > 0 && (
        <section aria-label="Capabilities">
          <h2>Capabilities</h2>
          <ul className="plain-list">
            {capabilities.map(({ model, field, from, to }) => (
              <li key={`${model} ${field}`}>
                <ModelName id={model} /> {field}: {listed(from)} → {listed(to)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Ids({ title, ids }: { readonly title: string; readonly ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul className="plain-list">
        {ids.map((id) => (
          <li key={id}>
            <ModelName id={id} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function listed(value: unknown): string {
  if (value === null) return 'not stated';
  if (Array.isArray(value)) return visible(value.join(' ')) || 'none';
  return visible(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
