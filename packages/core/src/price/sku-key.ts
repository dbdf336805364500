import { tierOf } from '../requirements/words.ts';
import type { SkuRow } from './sku-row.ts';

/** What a price key says: the row that it belongs to, and the resolution that it prices. */
export interface SkuKey {
  /** Place of the row among the rows. */
  readonly place: number;
  /** As `tierOf` spells it; `undefined` for a key without one. */
  readonly tier: string | undefined;
}

/** Reads price keys, in lower case, by the rows; `undefined` for a key that belongs to none. */
export type SkuKeyReader = (key: string) => SkuKey | undefined;

export function skuKeyReader(rows: readonly SkuRow[]): SkuKeyReader {
  const patterns = rows.map(({ key }) => patternOf(key));
  // Keys never change their meaning and models share them, so each is read once; the bound is for lists that are made up.
  const keysRead = new Map<string, SkuKey | undefined>();
  return (key) => {
    if (keysRead.has(key)) return keysRead.get(key);
    const read = readKey(patterns, key);
    if (keysRead.size < mostKeysKept) keysRead.set(key, read);
    return read;
  };
}

const mostKeysKept = 1000;

function readKey(patterns: readonly RegExp[], key: string): SkuKey | undefined {
  for (const [place, pattern] of patterns.entries()) {
    const match = pattern.exec(key);
    if (match) return { place, tier: match[1] === undefined ? undefined : tierOf(match[1]) };
  }
  return undefined;
}

function patternOf(key: string): RegExp {
  return new RegExp(`^${key.replace(/\{([_-])RES\}/, '(?:$1(\\d{3,4}p|\\d{1,2}k))?')}$`);
}
