/** Ids whose dated form is not the id with a date behind it, as the catalogue lists them. */
export const irregularSlugs: Readonly<Record<string, string>> = {
  'minimax/hailuo-03': 'minimax/hailuo-3',
};
