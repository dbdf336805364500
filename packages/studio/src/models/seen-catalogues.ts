import type { Catalog } from '@shotcaller/core';
import { keepIn, localStore } from '../api/browser-store.ts';

/** A list as this browser saw it. */
export interface SeenCatalogue {
  /** ISO 8601: when it was first seen here. */
  readonly seenAt: string;
  readonly catalog: Catalog;
}

const name = 'shotcaller-catalogues';

/**
 * Remembers the list in use and the one before it, so that a change can be told since the last one that this browser saw.
 *
 * @returns the one before; `null` when there was none
 */
export function rememberCatalogue(catalog: Catalog, now: string): SeenCatalogue | null {
  const seen = read();
  const [current, before] = seen;
  if (current && sameModels(current.catalog, catalog)) return before ?? null;
  const next = [{ seenAt: now, catalog }, ...seen].slice(0, 2);
  // Where it is not kept there is no earlier list to tell of, and nothing else is lost.
  keepIn(localStore, name, JSON.stringify(next));
  return current ?? null;
}

function read(): readonly SeenCatalogue[] {
  try {
    const found: unknown = JSON.parse(localStore.getItem(name) ?? '[]');
    return Array.isArray(found) ? found.filter(isSeen) : [];
  } catch {
    return [];
  }
}

function isSeen(value: unknown): value is SeenCatalogue {
  const { catalog } = (value ?? {}) as Partial<SeenCatalogue>;
  return Array.isArray(catalog?.models);
}

function sameModels(one: Catalog, other: Catalog): boolean {
  return JSON.stringify(one.models) === JSON.stringify(other.models);
}
