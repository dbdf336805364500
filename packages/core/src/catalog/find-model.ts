import { eitherOf, nearestWord } from '../requirements/nearest.ts';
import type { Catalog, VideoModel } from './model.ts';

/** A model by its id, its dated id, or its slug alone where only one model has it; case does not count. */
export function findModel({ models }: Pick<Catalog, 'models'>, written: string): VideoModel | undefined {
  const wanted = written.toLowerCase();
  const exact =
    models.find(({ id }) => id.toLowerCase() === wanted) ??
    models.find(({ canonicalSlug }) => canonicalSlug?.toLowerCase() === wanted);
  if (exact) return exact;
  const bySlug = models.filter(({ id }) => slugOf(id) === wanted);
  return bySlug.length === 1 ? bySlug[0] : undefined;
}

/** The same for a name that must be in the catalogue. Throws `UnknownModelError`, which names the nearest id. */
export function modelNamed(catalog: Pick<Catalog, 'models'>, written: string): VideoModel {
  const model = findModel(catalog, written);
  if (model) return model;
  throw new UnknownModelError(written, modelsNear(catalog, written));
}

/** The ids that somebody who wrote `written` may have meant: all that have each word of it (`veo`, `kling 3`), else the nearest; empty when none is near. */
export function modelsNear(catalog: Pick<Catalog, 'models'>, written: string): readonly string[] {
  const words = written.toLowerCase().split(/[\s/_-]+/);
  const isNamed = words.some((word) => word.length >= shortestName);
  const having = catalog.models.filter(({ id }) => isNamed && words.every((word) => id.toLowerCase().includes(word)));
  if (having.length > 0) return having.map(({ id }) => id);
  const nearest = nearestModel(catalog, written);
  return nearest === null ? [] : [nearest];
}

/** Letters of a word that names something. */
const shortestName = 2;

/** The id that is spelt most like it; `null` when none is near. */
export function nearestModel({ models }: Pick<Catalog, 'models'>, written: string): string | null {
  const ids = models.map(({ id }) => id);
  const bySlug = ids[ids.map(slugOf).indexOf(nearestWord(written, ids.map(slugOf)) ?? '')];
  return nearestWord(written, ids) ?? bySlug ?? null;
}

/** The catalogue lists no such model. Nothing was bought; the caller names another one. */
export class UnknownModelError extends Error {
  override readonly name = 'UnknownModelError';
  readonly code = 'model_unknown';

  /** The id that was most likely meant. */
  readonly nearest: string | null;

  constructor(
    readonly written: string,
    /** Ids that may have been meant, the likeliest first. */
    near: readonly string[],
  ) {
    const next = near.length === 0 ? 'shotcaller models lists them.' : `Did you mean ${eitherOf(near)}?`;
    super(`There is no model ${written.slice(0, 100)} in the catalogue. ${next}`);
    this.nearest = near[0] ?? null;
  }
}

function slugOf(id: string): string {
  return id.slice(id.indexOf('/') + 1).toLowerCase();
}
