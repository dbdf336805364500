import type { Catalog } from '@shotcaller/core';
import { loadCatalog } from './load.ts';

/** Without it: where clips are bought of unless somebody says otherwise. */
const usualBaseUrl = 'https://openrouter.ai/api/v1';

/** The list of the service that clips are bought of. */
export async function freshestCatalog({
  baseUrl = usualBaseUrl,
  home,
  fetch,
  now,
}: {
  readonly baseUrl?: string | undefined;
  readonly home: string;
  /** As clips are fetched. */
  readonly fetch: typeof globalThis.fetch;
  /** ISO 8601. */
  readonly now: () => string;
}): Promise<Catalog> {
  const { catalog } = await loadCatalog({ baseUrl, home, forBuying: true, fetch, clock: { now } });
  return catalog;
}
