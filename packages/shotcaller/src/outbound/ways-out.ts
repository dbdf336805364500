import type { GuardedFetch } from './guarded-fetch.ts';
import { createPlainFetch, type PlainRequest } from './plain-fetch.ts';

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
  /** For calls by the thousand, as jobs make them. */
  readonly jobFetch: (url: string, request: PlainRequest) => Promise<Response>;
  /** For large files. */
  readonly fileFetch: (url: string, request: PlainRequest) => Promise<Response>;
  /** For addresses that somebody else wrote. */
  readonly guardedFetch: GuardedFetch;
}

/** Without proxies the global `fetch` is used as it is, and nothing more is loaded before it is needed. */
export function createWaysOut(proxies: Proxies | null): WaysOut {
  let guarded: Promise<GuardedFetch> | undefined;
  const fetch: WaysOut['fetch'] = proxies
    ? createProxiedFetch(proxies)
    : (input, init) => globalThis.fetch(input, init);
  const plain = createPlainFetch(proxies);
  return {
    fetch,
    // What an application has put in the place of `fetch`, or of its route, is for these calls too.
    jobFetch: async (url, request) =>
      proxies || !isNodesOwn(globalThis.fetch) || (await plain.isRouteSet())
        ? fetch(url, request)
        : plain.fetch(url, { ...request, headers: { ...request.headers, 'Accept-Encoding': 'identity' } }),
    fileFetch: plain.fetch,
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

/** By its text, for there is no other sign. Where it is not recognized, nothing is lost but memory. */
function isNodesOwn(fetch: unknown): boolean {
  return typeof fetch === 'function' && nodesOwnFetch.test(Function.prototype.toString.call(fetch));
}

const nodesOwnFetch = /^function fetch\(input, init = undefined\) \{.*'internal\/deps\/undici\/undici'/s;
