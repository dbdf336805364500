import { bundledCatalog, type Catalog } from '@shotcaller/core';
import type { CatalogNotice } from './notice.ts';

/** `live`, `bundled`, or the path of a file. */
export type CatalogChoice = 'live' | 'bundled' | (string & {});

export interface LoadCatalogOptions {
  /** Absent: the best that is at hand within two seconds. */
  readonly choice?: CatalogChoice | undefined;
  /** For example `https://openrouter.ai/api/v1`. */
  readonly baseUrl: string;
  /** Where the cache lives; need not exist, need not be writable. */
  readonly home: string;
  readonly fetch: typeof globalThis.fetch;
  /** `now()` is ISO 8601 UTC. */
  readonly clock: { now(): string };
  readonly signal?: AbortSignal | undefined;
  /**
   * Clips are to be bought of `baseUrl`: the bundled list, which is OpenRouter's, does not stand in for another server's, whose bills
   * follow other prices. Default false.
   */
  readonly forBuying?: boolean;
}

export interface LoadedCatalog {
  /** `source` says which one it is, `asOf` of when. */
  readonly catalog: Catalog;
  readonly notices: readonly CatalogNotice[];
}

/**
 * Gets the catalogue. Without a choice: the cached live one while it is younger than an hour, else a fetch bounded to 2 s, else
 * the last good one of any age, else the bundled one. `live` fetches within 10 s and falls back to the last good one only.
 * `bundled` touches neither network nor disk.
 *
 * @throws CatalogUnavailable when `live`, the file or, for buying, another server has no list and nothing may stand in for it
 */
export async function loadCatalog({ choice, ...options }: LoadCatalogOptions): Promise<LoadedCatalog> {
  if (choice === 'bundled') return { catalog: bundledCatalog, notices: [] };
  // Loaded when needed: a start with the bundled catalogue pays for none of this.
  if (choice === undefined || choice === 'live') {
    const { loadLive, loadBest } = await import('./from-network.ts');
    return choice === 'live' ? loadLive(options) : loadBest(options);
  }
  const { loadFile } = await import('./from-file.ts');
  return loadFile(choice);
}
