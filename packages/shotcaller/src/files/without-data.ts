/** Requirements for showing: a long `data:` URL is replaced by its media type and length. */
export function withoutData(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('data:') && value.length > 200) {
    return `${value.slice(0, value.indexOf(',') + 1).slice(0, 80)}… (${value.length} characters)`;
  }
  if (Array.isArray(value)) return value.map(withoutData);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutData(inner)]));
}
