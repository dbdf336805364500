import { bundledCatalog, type Catalog } from '@shotcaller/core';
import { type CachedList, cachePath, readCache, writeCache } from './cache.ts';
import { type CatalogFailure, CatalogUnavailable, UnusableList } from './failure.ts';
import { listUrl, readServerList } from './from-server.ts';
import type { LoadCatalogOptions, LoadedCatalog } from './load.ts';
import type { CatalogNotice } from './notice.ts';
import { isDamaged } from './read-list.ts';

type NetworkOptions = Omit<LoadCatalogOptions, 'choice'>;

/** A cached list younger than this is as good as a live one. */
const freshMs = 3_600_000;
const bestTimeoutMs = 2_000;
const liveTimeoutMs = 10_000;

/** Whose list is bundled. */
const bundledOrigin = 'https://openrouter.ai';

/**
 * A fresh cache, else the server within 2 s, else the last good one, else the bundled one.
 *
 * @throws CatalogUnavailable for buying of a server that the bundled list is not of
 */
export async function loadBest(options: NetworkOptions): Promise<LoadedCatalog> {
  const { cached, notices } = await tryCache(options);
  if (cached && isFresh(cached.fetchedAt, options.clock.now())) return { catalog: cached.catalog, notices };
  const isOfBundled = new URL(options.baseUrl).origin === bundledOrigin;
  const bundled = options.forBuying && !isOfBundled ? undefined : bundledCatalog;
  const standIn = cached ? lastKnownGood(cached) : bundled;
  const live = await tryServer({ ...options, timeoutMs: bestTimeoutMs, standIn });
  const catalog = live.catalog ?? standIn;
  if (catalog) return { catalog, notices: [...notices, ...live.notices] };
  throw new CatalogUnavailable(live.failure ?? { code: 'no_list' }, {
    from: listUrl(options.baseUrl),
    nextStep: `Nothing was bought: the bundled list has the prices of ${bundledOrigin}, and ${new URL(options.baseUrl).origin} may bill other prices. Start that server, or use its list with --catalog FILE.`,
  });
}

/**
 * The server within 10 s, else the last good one.
 *
 * @throws CatalogUnavailable when there is neither
 */
export async function loadLive(options: NetworkOptions): Promise<LoadedCatalog> {
  const { cached, notices } = await tryCache(options);
  const standIn = cached && lastKnownGood(cached);
  const live = await tryServer({ ...options, timeoutMs: liveTimeoutMs, standIn });
  const catalog = live.catalog ?? standIn;
  if (catalog) return { catalog, notices: [...notices, ...live.notices] };
  throw new CatalogUnavailable(live.failure!, {
    from: listUrl(options.baseUrl),
    nextStep:
      'Nothing was bought, and there is no earlier list to use. Try again, or use --catalog bundled or a saved list.',
  });
}

/** What came of one attempt: a catalogue to use, or why the stand-in serves. */
interface ServerAttempt {
  readonly catalog?: Catalog;
  readonly failure?: CatalogFailure;
  readonly notices: readonly CatalogNotice[];
}

/** Fetches the list and keeps it, unless it is worse than what stands in. */
async function tryServer(
  options: NetworkOptions & { readonly timeoutMs: number; readonly standIn: Catalog | undefined },
): Promise<ServerAttempt> {
  const { baseUrl, home, clock, standIn } = options;
  const url = listUrl(baseUrl);
  const now = clock.now();
  try {
    const list = await readServerList({ ...options, now });
    const { catalog, records, skipped } = list;
    const models = catalog.models.length;
    if (isDamaged(list)) {
      const notices: readonly CatalogNotice[] = [{ code: 'live_damaged', url, models, skipped }];
      return standIn && standIn.models.length > models ? { notices } : { catalog, notices };
    }
    const writeFailure = await writeCache({ home, baseUrl }, { records, fetchedAt: now });
    return {
      catalog,
      notices: [
        ...(skipped > 0 ? [{ code: 'records_skipped', from: url, models, skipped } as const] : []),
        ...(writeFailure ? [{ code: 'cache_not_written', ...writeFailure } as const] : []),
      ],
    };
  } catch (error) {
    if (!(error instanceof UnusableList)) throw error;
    return { failure: error.failure, notices: [{ code: 'live_failed', url, failure: error.failure }] };
  }
}

async function tryCache({
  home,
  baseUrl,
}: NetworkOptions): Promise<{ readonly cached?: CachedList | undefined; readonly notices: readonly CatalogNotice[] }> {
  try {
    return { cached: await readCache({ home, baseUrl }), notices: [] };
  } catch (error) {
    if (!(error instanceof UnusableList)) throw error;
    return {
      notices: [{ code: 'cache_unreadable', path: cachePath({ home, baseUrl }), failure: error.failure }],
    };
  }
}

/** A time in the future is no proof of freshness: one of the two clocks is wrong. */
function isFresh(fetchedAt: string, now: string): boolean {
  const ageMs = Date.parse(now) - Date.parse(fetchedAt);
  return ageMs >= 0 && ageMs < freshMs;
}

function lastKnownGood({ catalog }: CachedList): Catalog {
  return { ...catalog, source: 'last_known_good' };
}
