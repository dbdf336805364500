/**
 * Canonical slugs whose undated part is not the id of the model: slug without its date → id. As listed in the catalogue of
 * 2026-10-08; every other slug is the id with a date behind it.
 */
export const irregularSlugs: Readonly<Record<string, string>> = {
  'minimax/hailuo-03': 'minimax/hailuo-3',
};
