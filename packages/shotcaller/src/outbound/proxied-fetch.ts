import { fetch } from 'undici';
import { routeOf } from './dispatcher.ts';
import type { Proxies, WaysOut } from './ways-out.ts';

/** `fetch` through proxies, on every version of Node: the built-in one of Node 20 knows none. */
export function createProxiedFetch(proxies: Proxies): WaysOut['fetch'] {
  const { dispatcher } = routeOf({ proxies });
  // The two describe one thing: undici's fetch is the one that Node makes global.
  const send = fetch as unknown as (input: unknown, init: unknown) => Promise<Response>;
  return (input, init) => send(input, { ...init, dispatcher });
}
