import { isLoopbackHost } from '../outbound/loopback.ts';

/** Where the API is, and who may have the key. */
export interface Endpoint {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly origin: string;
  /** True for loopback addresses, where plain http is allowed. */
  readonly isLoopback: boolean;
}

/**
 * Reads a base URL. Throws `TypeError` for what is not http or https, for credentials inside it, and for plain http to another
 * machine: the key would cross the network in clear.
 */
export function parseEndpoint(baseUrl: string): Endpoint {
  if (!URL.canParse(baseUrl)) {
    throw new TypeError(`The base URL "${baseUrl}" is no URL. Write it like https://openrouter.ai/api/v1.`);
  }
  const url = new URL(baseUrl);
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(
      `The base URL for ${url.host} contains a user name or password. Leave them out; the API takes a key.`,
    );
  }
  const isLoopback = isThisMachine(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    throw new TypeError(`The base URL ${url.origin} is not https. Plain http is allowed for this machine only.`);
  }
  return { baseUrl: `${url.origin}${url.pathname.replace(/\/+$/, '')}`, origin: url.origin, isLoopback };
}

/** Whether a request to this URL may carry the key. One with a user name in it cannot be sent at all. */
export function mayCarryKey(url: URL, { origin, isLoopback }: Endpoint): boolean {
  if (url.username !== '' || url.password !== '') return false;
  return url.origin === origin && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback));
}

/** Whether a URL that came in an answer may be opened at all: https, or http between addresses of this machine. */
export function mayOpen(url: URL, { isLoopback }: Endpoint): boolean {
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && isLoopback && isThisMachine(url.hostname);
}

/** The address of a job or of one of its files. The id is opaque and untrusted. */
export function jobUrl(endpoint: Endpoint, remoteId: string, contentIndex?: number): string {
  // encodeURIComponent leaves dots alone, and "." or ".." would climb.
  const segment = encodeURIComponent(remoteId).replace(/^\.{1,2}$/, (dots) => dots.replaceAll('.', '%252E'));
  const path = `${endpoint.baseUrl}/videos/${segment}`;
  return contentIndex === undefined ? path : `${path}/content?index=${contentIndex}`;
}

/** Resolves a URL of an answer against the API's origin; `undefined` when it is none. */
export function resolveUrl(text: string, { origin }: Endpoint): URL | undefined {
  return URL.canParse(text, origin) ? new URL(text, origin) : undefined;
}

/** Whatever ends with `.localhost` is loopback too (RFC 6761). */
function isThisMachine(hostname: string): boolean {
  return isLoopbackHost(hostname) || hostname.endsWith('.localhost');
}
