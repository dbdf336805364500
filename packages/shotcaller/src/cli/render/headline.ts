import { counted, type Selection } from '@shotcaller/core';

/** One line on the catalogue: which, how old, how many models. */
export function catalogLine({ catalog, evidence }: Selection, now: string): string {
  const age =
    catalog.asOf === null ? 'of unknown age' : `as of ${catalog.asOf.slice(0, 10)}${ageText(catalog.asOf, now)}`;
  return `${catalogName(catalog.source)} catalogue ${age}, ${counted(catalog.models, 'model')}; evidence as of ${evidence.asOf}${ageText(evidence.asOf, now)}`;
}

export function catalogName(source: Selection['catalog']['source']): string {
  return {
    live: 'Live',
    cache: 'Cached live',
    last_known_good: 'Last known good',
    bundled: 'Bundled',
    file: 'Given',
    given: 'Given',
  }[source];
}

/** Whole days between two ISO times, in words; nothing for less than a day. */
export function ageText(asOf: string, now: string): string {
  const days = Math.floor((Date.parse(now) - Date.parse(asOf)) / 86_400_000);
  return Number.isFinite(days) && days >= 1 ? ` (${counted(days, 'day')} old)` : '';
}
