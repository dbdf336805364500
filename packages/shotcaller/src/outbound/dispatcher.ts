import type { LookupFunction } from 'node:net';
import { types } from 'node:util';
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

/** The route of now: the application may set another dispatcher at any time. One is kept for as long as it does not. */
export function createRoutes(options: DispatcherOptions): () => Route {
  let made: { readonly set: Dispatcher; readonly route: Route } | undefined;
  return () => {
    const set = getGlobalDispatcher();
    if (made?.set !== set) made = { set, route: routeOf(options) };
    return made.route;
  };
}

/** Addresses of ranges go straight: undici's agent knows hosts alone. */
function pastRanges(agent: Dispatcher, straight: Dispatcher, isIn: (hostname: string) => boolean): Dispatcher {
  return agent.compose((dispatch) => (options, handler) => {
    const { origin = '' } = options;
    return isIn(new URL(origin).hostname) ? straight.dispatch(options, handler) : dispatch(options, handler);
  });
}

/**
 * Whether nobody has set another one. By name, for Node carries an undici of its own, whose classes are not these; and by what it was made
 * with, for an application may set a plain agent with a certificate authority, a socket or bounds of its own, or an agent composed with more.
 */
function isDefault(set: Dispatcher): boolean {
  if (types.isProxy(set) || Object.hasOwn(set, 'dispatch') || namesOf(set).join() !== defaultNames) return false;
  const { options = {}, factory } = Object.fromEntries(
    Object.getOwnPropertySymbols(set).map((symbol) => [symbol.description, set[symbol as keyof Dispatcher]]),
  ) as { readonly options?: object; readonly factory?: { readonly name: string } };
  const isUntouched = Object.values(options).every(
    (value) => value === undefined || value === Number.POSITIVE_INFINITY,
  );
  return isUntouched && (factory === undefined || factory.name === 'defaultFactory');
}

const defaultNames = 'Agent,DispatcherBase,Dispatcher';

/** The class and the two that it is made from. */
function namesOf(set: Dispatcher): readonly string[] {
  const own = Object.getPrototypeOf(set);
  const base = Object.getPrototypeOf(own);
  return [own, base, Object.getPrototypeOf(base)].map((prototype) => prototype?.constructor.name);
}
