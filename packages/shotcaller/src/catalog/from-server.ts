import { connectionDetail } from '../outbound/connection-detail.ts';
import { TimedOutError, withDeadline } from '../outbound/deadline.ts';
import { readBounded } from '../outbound/read-bounded.ts';
import { UnusableList } from './failure.ts';
import { parseJson, type ReadList, readList } from './read-list.ts';

export interface ServerListOptions {
  /** For example `https://openrouter.ai/api/v1`, without a slash at the end. */
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  /** For connection, answer and body together. */
  readonly timeoutMs: number;
  /** Recorded as the list's date: ISO 8601 UTC. */
  readonly now: string;
  readonly signal?: AbortSignal | undefined;
  /** Default 10 MB; the list of October 2026 with its descriptions has about 0.1 MB. */
  readonly maxBytes?: number;
}

/**
 * Fetches the list of video models. The endpoint needs no key, so none is sent.
 *
 * @throws UnusableList when no list came; the reason of `signal` when the caller stopped it
 */
export async function readServerList(options: ServerListOptions): Promise<ReadList> {
  const { baseUrl, fetch, timeoutMs, now, signal, maxBytes = 10_000_000 } = options;
  const text = await withDeadline({ timeoutMs, signal }, (deadline) =>
    fetchText(listUrl(baseUrl), { fetch, maxBytes, signal: deadline }),
  ).catch((error: unknown) => {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof UnusableList) throw error;
    if (error instanceof TimedOutError) throw new UnusableList({ code: 'timed_out', timeoutMs });
    throw new UnusableList({ code: 'no_connection', detail: connectionDetail(error) });
  });
  return readList(parseJson(text), { source: 'live', asOf: now });
}

/** Where the list is served. */
export function listUrl(baseUrl: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/videos/models`;
}

async function fetchText(
  url: string,
  { fetch, maxBytes, signal }: Pick<ServerListOptions, 'fetch'> & { maxBytes: number; signal: AbortSignal },
): Promise<string> {
  const response = await fetch(url, { headers: { accept: 'application/json' }, signal });
  if (!response.ok) {
    response.body?.cancel().catch(() => {});
    throw new UnusableList({ code: 'http_status', status: response.status });
  }
  const { start, tooLarge } = await readBounded(response, { maxBytes }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error instanceof TypeError ? new UnusableList({ code: 'broke_off' }) : error;
  });
  if (tooLarge) throw new UnusableList({ code: 'too_large', maxBytes });
  return new TextDecoder().decode(start);
}
