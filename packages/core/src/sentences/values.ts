/** `$0.26`, `$0.0045`, `$12.00`: two decimals at least, and as many more as two figures need. From exact decimal text. */
export function dollars(usd: string): string {
  const amount = Number(usd);
  if (!Number.isFinite(amount)) return `$${usd}`;
  if (amount === 0 || amount >= 0.1) return `$${amount.toFixed(2)}`;
  const decimals = Math.min(12, 1 - Math.floor(Math.log10(amount)));
  return `$${amount.toFixed(Math.max(2, decimals))}`;
}

/** A price as people read it: `$0.26`, `$0.10–0.25`, `unknown`. */
export function priceRange(price: { readonly lowUsd: string | null; readonly highUsd: string | null }): string {
  if (price.lowUsd === null || price.highUsd === null) return 'unknown';
  const [low, high] = [dollars(price.lowUsd), dollars(price.highUsd)];
  return low === high ? low : `${low}–${high.slice(1)}`;
}

/** Seconds as people read them: `45 s`, `3 min`, `1 h 5 min`. */
export function seconds(value: number): string {
  if (value < 100) return `${Math.round(value)} s`;
  const minutes = Math.round(value / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1 job`, `12 jobs`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

/** `4, 6 or 8`; runs of whole numbers are drawn together: `4 to 15`. */
export function oneOf(values: readonly unknown[]): string {
  const run = runOf(values);
  if (run) return `${run[0]} to ${run[1]}`;
  const words = values.map(String);
  if (words.length <= 1) return words[0] ?? 'none';
  const shown = words.length > 12 ? [...words.slice(0, 11), `${words.length - 11} more`] : words;
  return `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

function runOf(values: readonly unknown[]): readonly [number, number] | undefined {
  const [first, last] = [values[0], values.at(-1)];
  if (values.length < 4 || typeof first !== 'number' || typeof last !== 'number') return undefined;
  const consecutive = values.every((value, index) => value === first + index);
  return consecutive ? [first, last] : undefined;
}

/** Any value of a requirement, short. Long texts (data: URLs, prompts) are cut. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(shown).join(', ');
  if (typeof value === 'object') return 'name' in value ? String(value.name) : shortened(JSON.stringify(value));
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return shortened(String(value));
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
