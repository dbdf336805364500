/** A deep copy that JSON can carry without loss, or `undefined` when there is none: cycles, functions, NaN, over 20 levels. */
export function copiedJson(value: unknown, levelsLeft = 20): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : undefined;
  if (typeof value !== 'object' || levelsLeft === 0) return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => copiedJson(item, levelsLeft - 1));
    return items.includes(undefined) ? undefined : items;
  }
  const entries = Object.entries(value).map(([key, item]) => [key, copiedJson(item, levelsLeft - 1)] as const);
  return entries.some((entry) => entry[1] === undefined) ? undefined : Object.fromEntries(entries);
}
