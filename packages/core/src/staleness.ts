import type { Catalog } from './catalog/model.ts';
import { bundledEvidence } from './data/evidence.ts';
import { shownScore } from './rank/score.ts';
import { type SelectOptions, selectionOf } from './select.ts';
import type { Selection, Staleness } from './selection.ts';

/** Whole days from which on an age is worth a word. */
const oldDays = 60;

/**
 * What the ages of catalogue and evidence do to a selection; empty while both are under 60 days. For the evidence it selects once more, as of
 * its own day.
 *
 * @param selection the answer for the same catalogue and options
 */
export function stalenessOf(catalog: Catalog, selection: Selection, options: SelectOptions = {}): readonly Staleness[] {
  const { evidence = bundledEvidence } = options;
  const { asOf: catalogAsOf, ageDays: catalogAge } = selection.catalog;
  const { asOf, ageDays } = selection.evidence;
  const found: Staleness[] = [];
  if (catalogAsOf !== null && catalogAge !== null && catalogAge >= oldDays) {
    found.push({ code: 'catalog_old', ageDays: catalogAge, asOf: catalogAsOf.slice(0, 10) });
  }
  if (ageDays < oldDays || selection.method === 'cookbook') return found;
  const whenNew = selectionOf(catalog, selection.requirements, { ...options, evidence, now: asOf });
  const [pick, first] = [selection.ranked[0], whenNew.ranked[0]];
  const samePick = whenNew.ranked.find(({ model }) => model === pick?.model);
  return [
    ...found,
    {
      code: 'evidence_old',
      ageDays,
      asOf: asOf.slice(0, 10),
      scoreLowLost: pick && samePick ? Math.max(0, shownScore(samePick.scoreLow - pick.scoreLow)) : null,
      pickWhenNew: first && first.model !== pick?.model ? first.model : null,
    },
  ];
}
