import { createFileFetch, type FileRequest } from './file-fetch.ts';
import type { GuardedFetch } from './guarded-fetch.ts';

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
  /** As the global one. Never retries. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** For large files. */
  readonly fileFetch: (url: string, request: FileRequest) => Promise<Response>;
  /** For addresses that somebody else wrote. */
  readonly guardedFetch: GuardedFetch;
}

/** Without proxies the global `fetch` is used as it is, and nothing more is loaded before it is needed. */
export function createWaysOut(proxies: Proxies | null): WaysOut {
  let guarded: Promise<GuardedFetch> | undefined;
  return {
    fetch: proxies ? createProxiedFetch(proxies) : (input, init) => globalThis.fetch(input, init),
    fileFetch: createFileFetch(proxies),
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
