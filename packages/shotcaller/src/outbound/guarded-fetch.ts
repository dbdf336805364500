import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { fetch as undiciFetch } from 'undici';
import { causesOf } from './causes-of.ts';
import { routeOf } from './dispatcher.ts';
import { isPublicAddress } from './public-address.ts';
import { isRedirect } from './redirects.ts';
import { OutboundRefused } from './refusal.ts';
import type { Proxies } from './ways-out.ts';

/** Finds every address of a host name. */
export type Lookup = (hostname: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

/** What a guarded fetch lets through. Nothing here is required. */
export interface GuardedFetchOptions {
  /** Also let loopback addresses through, for tests against a local server. Default false. */
  readonly allowLoopback?: boolean;
  /** Default: the system's resolver. */
  readonly lookup?: Lookup;
  /** Redirects followed for GET and HEAD. Default 5. */
  readonly maxRedirects?: number;
  /** Default: none, or what the application has set with `setGlobalDispatcher`. */
  readonly proxies?: Proxies | null;
}

/** What is sent. Default: a GET without a body. */
export interface GuardedRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

/** Like `fetch` for URLs that somebody else wrote. `response.url` is the URL that answered in the end. */
export type GuardedFetch = (url: string, request?: GuardedRequest) => Promise<Response>;

/**
 * Makes a `fetch` that reaches public http(s) servers only. URL literals are checked before a connection, resolved addresses
 * at it: the socket opens to the very address that was checked, so a name that changes its mind in between gains nothing. A
 * name is refused when any of its addresses is not public. Connections are not kept, so a checked one is never taken up
 * again for another name.
 *
 * Behind a proxy it is the proxy that resolves and connects. A name is then looked up here first, and refused when any of its addresses
 * is not public; where this machine cannot resolve it, only names that are never public (`localhost`, `.internal`, a bare word) are.
 *
 * GET and HEAD follow redirects, every hop under the same rules; other methods hand the redirect back. No time bound of its
 * own: pass a signal.
 *
 * The returned function throws OutboundRefused when a rule forbids the call, otherwise what `fetch` throws.
 */
export function createGuardedFetch({
  allowLoopback = false,
  lookup = (hostname) => systemLookup(hostname, { all: true, verbatim: true }),
  maxRedirects = 5,
  proxies = null,
}: GuardedFetchOptions = {}): GuardedFetch {
  const isAllowed = (address: string) => isPublicAddress(address, { allowLoopback });
  const { dispatcher, mayResolveElsewhere } = routeOf({ proxies, lookup: checkedLookup(lookup, isAllowed) });

  return async (url, { method = 'GET', headers = {}, body, signal } = {}) => {
    const follows = method === 'GET' || method === 'HEAD';
    let target = checkUrl(url, isAllowed);
    let sentHeaders = headers;
    for (let hop = 0; ; hop += 1) {
      if (mayResolveElsewhere) await checkName(target, lookup, isAllowed);
      const response = await undiciFetch(target, {
        method,
        headers: sentHeaders,
        redirect: 'manual',
        dispatcher,
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      }).catch((error: unknown) => {
        throw causesOf(error).find((cause) => cause instanceof OutboundRefused) ?? error;
      });
      // The two types describe one thing: undici's Response is the one that Node makes global.
      if (!follows || !isRedirect(response.status)) return response as unknown as Response;
      await response.body?.cancel();
      if (hop >= maxRedirects) throw new OutboundRefused('too_many_redirects', shownTarget(url));
      const location = response.headers.get('location');
      if (location === null) throw new OutboundRefused('redirect_without_location', shownTarget(target.href));
      const next = checkUrl(location, isAllowed, target);
      if (next.origin !== target.origin) sentHeaders = withoutSecrets(sentHeaders);
      target = next;
    }
  };
}

function checkUrl(text: string, isAllowed: (address: string) => boolean, base?: URL): URL {
  if (!URL.canParse(text, base)) throw new OutboundRefused('url_unreadable', shownTarget(text));
  const url = new URL(text, base);
  const target = shownTarget(url.href);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new OutboundRefused('scheme_not_allowed', target);
  if (url.username !== '' || url.password !== '') throw new OutboundRefused('credentials_in_url', target);
  // A literal never reaches the lookup. URL has already turned 0x7f000001, 2130706433 and 0177.0.0.1 into 127.0.0.1.
  const literal = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : ipv4Literal(url.hostname);
  if (literal !== undefined && !isAllowed(literal)) throw new OutboundRefused('address_not_public', target);
  return url;
}

function ipv4Literal(hostname: string): string | undefined {
  return /^\d+\.\d+\.\d+\.\d+$/.test(hostname) ? hostname : undefined;
}

/** For hosts whose connection is made elsewhere: what can be known of the name here. */
async function checkName(url: URL, lookup: Lookup, isAllowed: (address: string) => boolean): Promise<void> {
  const { hostname } = url;
  if (hostname.startsWith('[') || ipv4Literal(hostname) !== undefined) return;
  const addresses = await lookup(hostname).catch(() => []);
  const isPublic =
    addresses.length > 0 ? addresses.every(({ address }) => isAllowed(address)) : !neverPublic.test(hostname);
  if (!isPublic) throw new OutboundRefused('address_not_public', shownTarget(url.href));
}

/** Names that no public resolver answers (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal), and words without a dot. */
const neverPublic = /^[^.]*\.?$|\.(localhost|local|internal|home\.arpa|lan|intranet|corp|home|test|invalid|onion)\.?$/i;

/** The form that sockets call, answering with checked addresses or not at all. */
function checkedLookup(lookup: Lookup, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) {
          const error = Object.assign(new Error(`${hostname} has no address.`), { code: 'ENOTFOUND' });
          callback(error, '', 0);
        } else if (!addresses.every(({ address }) => isAllowed(address))) {
          callback(new OutboundRefused('address_not_public', hostname), '', 0);
        } else if (options.all) {
          callback(null, [...addresses]);
        } else {
          callback(null, first.address, first.family);
        }
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}

function withoutSecrets(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const secret = new Set(['authorization', 'cookie', 'proxy-authorization']);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !secret.has(name.toLowerCase())));
}

/** What may be shown of a URL: scheme and host. The rest can hold tokens. */
function shownTarget(url: string): string {
  if (!URL.canParse(url)) return 'The URL';
  const { protocol, host } = new URL(url);
  return host === '' ? `${protocol}…` : `${protocol}//${host}`;
}
