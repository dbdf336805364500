/** Requirements for showing: long `data:` URLs as their type and length. */
export function requirementsView(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('data:') && value.length > 200) {
    return `${value.slice(0, value.indexOf(',') + 1).slice(0, 80)}… (${value.length} characters)`;
  }
  if (Array.isArray(value)) return value.map(requirementsView);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, requirementsView(inner)]));
}
