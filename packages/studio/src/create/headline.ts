import type { Selection } from '@shotcaller/core';

/** What a list of models is called by where it came from. */
export const catalogueSourceNames: Readonly<Record<Selection['catalog']['source'], string>> = {
  live: 'Live catalogue',
  cache: 'Live catalogue, cached',
  last_known_good: 'Last known good catalogue',
  bundled: 'Bundled catalogue',
  file: 'Given catalogue',
  given: 'Given catalogue',
};

/** Which catalogue and evidence the answer rests on, and of when. */
export function basisLine({ catalog, evidence }: Selection): string {
  const asOf = catalog.asOf === null ? 'of unknown age' : `of ${catalog.asOf.slice(0, 10)}${ageText(catalog.ageDays)}`;
  return `${catalogueSourceNames[catalog.source]} ${asOf}, ${catalog.models} models; evidence of ${evidence.asOf}${ageText(evidence.ageDays)}`;
}

function ageText(days: number | null): string {
  return days === null || days < 1 ? '' : ` (${days} ${days === 1 ? 'day' : 'days'} old)`;
}
