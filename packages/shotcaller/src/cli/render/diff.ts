import { type Catalog, type CatalogDiff, counted, type PickChange } from '@shotcaller/core';
import { clean } from './clean.ts';

/** What changed between two catalogues, as people read it. */
export function renderDiff(
  { added, removed, capabilities, prices, picks }: CatalogDiff & { readonly picks: readonly PickChange[] },
  before: Catalog,
  after: Catalog,
): string {
  const lines = [
    `From ${before.asOf ?? 'an undated catalogue'} (${counted(before.models.length, 'model')}) to ${after.asOf ?? 'an undated catalogue'} (${counted(after.models.length, 'model')})`,
    ...section('New', added),
    ...section('Gone', removed),
    ...section(
      'Prices',
      prices.map(({ model, sku, from, to, percent }) => {
        const change = percent === null ? '' : ` (${percent > 0 ? '+' : ''}${percent} %)`;
        return `${model} ${sku}: ${from ?? 'none'} → ${to ?? 'gone'}${change}`;
      }),
    ),
    ...section(
      'Capabilities',
      capabilities.map(({ model, field, from, to }) => `${model} ${field}: ${listed(from)} → ${listed(to)}`),
    ),
    ...section(
      'Picks',
      picks.map(({ job, profile, from, to }) => `${job}, ${profile}: ${from ?? 'nobody'} → ${to ?? 'nobody'}`),
    ),
  ];
  if (lines.length === 1) lines.push('Nothing changed.');
  return `${lines.map(clean).join('\n')}\n`;
}

function section(title: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [title, ...entries.map((entry) => `  ${entry}`)];
}

function listed(value: unknown): string {
  if (value === null) return 'not stated';
  return Array.isArray(value)
    ? value.join(' ') || 'none'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
}
