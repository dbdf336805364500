import { type Catalog, nearestWord, type VideoModel } from '@shotcaller/core';
import { UsageError } from './usage-error.ts';

/**
 * The model that a user means: its id, its dated id, or its slug alone where only one model has it.
 *
 * @throws UsageError naming the nearest id
 */
export function findModel({ models }: Catalog, written: string): VideoModel {
  const wanted = written.toLowerCase();
  const exact = models.find(
    ({ id, canonicalSlug }) => id.toLowerCase() === wanted || canonicalSlug?.toLowerCase() === wanted,
  );
  if (exact) return exact;
  const bySlug = models.filter(({ id }) => slugOf(id) === wanted);
  if (bySlug.length === 1) return bySlug[0]!;
  const ids = models.map(({ id }) => id);
  const meant = nearestWord(written, ids) ?? ids[ids.map(slugOf).indexOf(nearestWord(written, ids.map(slugOf)) ?? '')];
  throw new UsageError(
    `There is no model ${written} in the catalogue. ${meant ? `Did you mean ${meant}?` : 'shotcaller models lists them.'}`,
  );
}

function slugOf(id: string): string {
  return id.slice(id.indexOf('/') + 1).toLowerCase();
}
