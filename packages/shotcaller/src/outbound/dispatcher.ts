import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher, EnvHttpProxyAgent, getGlobalDispatcher } from 'undici';
import { addressRanges } from './address-ranges.ts';
import { createProxyPool } from './proxy-pool.ts';
import type { Proxies } from './ways-out.ts';

export { request } from 'undici';

export interface DispatcherOptions {
  readonly proxies: Proxies | null;
  /** For hosts that are reached directly. Default: the system's. */
  readonly lookup?: LookupFunction;
}

/** How requests leave, and whether somebody else may look the host name up. */
export interface Route {
  readonly dispatcher: Dispatcher;
  /** Requests may go through something that resolves names itself: a proxy, or a dispatcher that the application has set. */
  readonly mayResolveElsewhere: boolean;
  /** The application has set the dispatcher. */
  readonly isSet: boolean;
}

/**
 * The proxies that are given; else what the application has set with `setGlobalDispatcher` of undici (or Node by itself with
 * `NODE_USE_ENV_PROXY=1`), which Node's own `fetch` uses too; else straight.
 */
export function routeOf({ proxies, lookup }: DispatcherOptions): Route {
  // A connection whose address was checked is not taken up again for another name; nor is one of a proxy.
  const options = { pipelining: lookup || proxies ? 0 : 1, ...(lookup && { connect: { lookup } }) };
  if (proxies) {
    const { httpsUrl, httpUrl, noProxy } = proxies;
    const proxied = { httpsProxy: httpsUrl ?? '', httpProxy: httpUrl ?? '', noProxy, clientFactory: createProxyPool };
    // What is not encrypted goes to the proxy as it is, as curl does it: many proxies open tunnels to port 443 only.
    const agent = new EnvHttpProxyAgent({ ...options, ...proxied, proxyTunnel: false });
    return {
      dispatcher: pastRanges(agent, new Agent(options), addressRanges(noProxy)),
      mayResolveElsewhere: true,
      isSet: false,
    };
  }
  const set = getGlobalDispatcher();
  if (!isDefault(set)) return { dispatcher: set, mayResolveElsewhere: true, isSet: true };
  return { dispatcher: new Agent(options), mayResolveElsewhere: false, isSet: false };
}

/** Addresses of ranges go straight: undici's agent knows hosts alone. */
function pastRanges(agent: Dispatcher, straight: Dispatcher, isIn: (hostname: string) => boolean): Dispatcher {
  return agent.compose((dispatch) => (options, handler) => {
    const { origin = '' } = options;
    return isIn(new URL(origin).hostname) ? straight.dispatch(options, handler) : dispatch(options, handler);
  });
}

/**
 * Whether nobody has set another one. By name, for Node carries an undici of its own, whose classes are not these; and by how it connects,
 * for an application may set a plain agent with a certificate authority or a socket of its own.
 */
function isDefault(set: Dispatcher): boolean {
  if (set.constructor.name !== 'Agent') return false;
  const symbol = Object.getOwnPropertySymbols(set).find(({ description }) => description === 'options');
  const { connect } =
    (symbol ? (set as unknown as Record<symbol, { readonly connect?: unknown }>)[symbol] : undefined) ?? {};
  return connect === undefined;
}
