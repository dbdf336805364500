import type { CallAnswer } from '../outbound/plain-fetch.ts';
import { isRedirect } from '../outbound/redirects.ts';
import type { ForeignFetch, GetFetch } from './client.types.ts';
import { type Endpoint, mayCarryKey, mayOpen } from './endpoint.ts';
import { discardBody } from './read-body.ts';

/** A URL of an answer points where this client does not go. */
export class ForeignHostError extends Error {
  override readonly name = 'ForeignHostError';
}

export class TooManyRedirectsError extends Error {
  override readonly name = 'TooManyRedirectsError';
}

export interface GetterOptions {
  readonly endpoint: Endpoint;
  readonly fetch: GetFetch;
  readonly foreignFetch?: ForeignFetch | undefined;
  /** Headers for the API's own origin; `Authorization` among them, if there is a key. */
  readonly homeHeaders: Readonly<Record<string, string>>;
}

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const mostRedirects = 5;

/** The answer, and the URL that gave it. */
export interface Answer {
  readonly response: CallAnswer;
  readonly url: URL;
}

/**
 * Makes the one function through which every GET goes. It follows redirects itself, so that the key can be held back at each:
 * the key and the app's names go to the API's own origin only, and once a chain has left it they are not taken up again.
 * Other origins are asked through `foreignFetch`, over https only.
 */
export function createGetter({ endpoint, fetch, foreignFetch, homeHeaders }: GetterOptions) {
  return async function get(start: URL, { headers, signal }: GetOptions): Promise<Answer> {
    let url = start;
    let isHome = mayCarryKey(url, endpoint);
    for (let redirects = 0; ; redirects++) {
      const request = { method: 'GET', redirect: 'manual', signal } as const;
      const response = isHome
        ? await fetch(url.href, { ...request, headers: { ...homeHeaders, ...headers } })
        : await foreign(url, { ...request, headers });
      const location = isRedirect(response.status) ? response.headers.get('location') : null;
      if (location === null) return { response, url };
      discardBody(response);
      if (redirects >= mostRedirects) {
        throw new TooManyRedirectsError(`${start.origin} redirected more than ${mostRedirects} times.`);
      }
      if (!URL.canParse(location, url)) throw new ForeignHostError(`${url.origin} redirected to what is no URL.`);
      url = new URL(location, url);
      isHome = isHome && mayCarryKey(url, endpoint);
    }
  };

  function foreign(url: URL, request: Parameters<ForeignFetch>[1]): Promise<CallAnswer> {
    if (!mayOpen(url, endpoint)) {
      throw new ForeignHostError(`The answer points to ${describe(url)}, which is not https. It was not opened.`);
    }
    if (url.username !== '' || url.password !== '') {
      throw new ForeignHostError(`The answer points to ${url.host} with a user name in the URL. It was not opened.`);
    }
    if (foreignFetch === undefined) {
      throw new ForeignHostError(`The answer points to another host, ${url.host}. It was not opened.`);
    }
    return foreignFetch(url.href, request);
  }
}

function describe(url: URL): string {
  return url.host === '' ? `a ${url.protocol} address` : `${url.protocol}//${url.host}`;
}
