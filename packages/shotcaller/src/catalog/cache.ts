import { join } from 'node:path';
import { sha256Of } from '../disk/sha256-of.ts';
import { writeWholeFile } from '../disk/write-whole-file.ts';
import { UnusableList } from './failure.ts';
import { readTextFile } from './from-file.ts';
import { parseJson, type ReadList, readList } from './read-list.ts';

/** The last good answer of one server, kept in the home folder. */
export interface CachedList extends ReadList {
  /** ISO 8601 UTC. */
  readonly fetchedAt: string;
}

export interface CachePlace {
  /** The home folder; the cache makes it when it is missing. */
  readonly home: string;
  readonly baseUrl: string;
}

/**
 * The cached list of one server, of any age; `undefined` when there is none.
 *
 * @throws UnusableList when the file is there and cannot be used
 */
export async function readCache({ home, baseUrl }: CachePlace): Promise<CachedList | undefined> {
  const text = await readTextFile(cachePath({ home, baseUrl })).catch((error: UnusableList) => {
    if (error.failure.code === 'file_missing') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const json = parseJson(text);
  const list = readList(json, { source: 'cache', asOf: null });
  const { fetchedAt, baseUrl: cachedBaseUrl } = json as Readonly<Record<string, unknown>>;
  const isOurs = cachedBaseUrl === plainUrl(baseUrl) && typeof fetchedAt === 'string' && isTime(fetchedAt);
  if (!isOurs) throw new UnusableList({ code: 'no_list' });
  return { ...list, fetchedAt, catalog: { ...list.catalog, asOf: fetchedAt } };
}

/**
 * Keeps a list. The file is replaced in one step, so that another process reads the old one or the new one, never half of it.
 *
 * @returns why it could not be written (a read-only or full disk), else `undefined`
 */
export async function writeCache(
  { home, baseUrl }: CachePlace,
  { records, fetchedAt }: { readonly records: readonly unknown[]; readonly fetchedAt: string },
): Promise<{ readonly path: string; readonly detail: string } | undefined> {
  const path = cachePath({ home, baseUrl });
  try {
    const text = JSON.stringify({ fetchedAt, baseUrl: plainUrl(baseUrl), data: records });
    await writeWholeFile(path, text);
    return undefined;
  } catch (error) {
    return { path, detail: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}

/** One file per server, so that a simulator's list never passes for OpenRouter's. */
export function cachePath({ home, baseUrl }: CachePlace): string {
  const name = sha256Of(plainUrl(baseUrl)).slice(0, 16);
  return join(home, 'catalog', `${name}.json`);
}

/** The server's URL in one spelling and without anything secret that somebody may have put into it. */
function plainUrl(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return origin + pathname.replace(/\/+$/, '');
}

function isTime(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}
