import type { GuardedFetch } from './guarded-fetch.ts';
import { isNodesFetch } from './nodes-fetch.ts';
import { type CallFetch, createPlainFetch } from './plain-fetch.ts';

/** Forward proxies. Their addresses may hold credentials: never print them. */
export interface Proxies {
  /** For https addresses; `null`: reached directly. */
  readonly httpsUrl: string | null;
  /** For http addresses; `null`: reached directly. */
  readonly httpUrl: string | null;
  /** Hosts and ranges of addresses that are reached directly, comma separated. */
  readonly noProxy: string;
}

/** Every way to the network, all by one route. */
export interface WaysOut {
  /** As the global one. Not for what must not be sent twice: Node's own repeats a request after HTTP 421. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** For submits, polls and chats: nothing is sent twice, and little is left behind. */
  readonly jobFetch: CallFetch;
  /** For large files. */
  readonly fileFetch: CallFetch;
  /** For addresses that somebody else wrote. */
  readonly guardedFetch: GuardedFetch;
}

/** Without proxies the global `fetch` is used as it is, and nothing more is loaded before it is needed. */
export function createWaysOut(proxies: Proxies | null): WaysOut {
  let guarded: Promise<GuardedFetch> | undefined;
  const plainFetch = createPlainFetch(proxies);
  return {
    fetch: proxies ? createProxiedFetch(proxies) : (input, init) => globalThis.fetch(input, init),
    // What an application has put in the place of `fetch` is for these calls too.
    jobFetch: (url, request) =>
      proxies || isNodesFetch(globalThis.fetch) ? plainFetch(url, request) : globalThis.fetch(url, request),
    fileFetch: plainFetch,
    guardedFetch: async (url, request) => {
      guarded ??= import('./guarded-fetch.ts').then(({ createGuardedFetch }) => createGuardedFetch({ proxies }));
      return (await guarded)(url, request);
    },
  };
}

function createProxiedFetch(proxies: Proxies): WaysOut['fetch'] {
  let loading: Promise<WaysOut['fetch']> | undefined;
  return async (input, init) => {
    loading ??= import('./proxied-fetch.ts').then((found) => found.createProxiedFetch(proxies));
    return (await loading)(input, init);
  };
}
