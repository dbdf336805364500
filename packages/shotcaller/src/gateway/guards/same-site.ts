import { isLoopbackHost } from '../../outbound/loopback.ts';

/** Why a request to a server on this machine is refused. */
export type SiteProblem = 'host_not_local' | 'origin_not_own' | 'cross_site';

/**
 * Local mode's guard. A web page elsewhere can make a browser send requests here: under a name of its own that it points to
 * 127.0.0.1 (DNS rebinding), or straight across. The Host must be a loopback name, an Origin must be the page's own server,
 * and what the browser itself calls cross-site gets nothing.
 */
export function siteProblem({ headers, url, method }: Request, asked: 'api' | 'page'): SiteProblem | undefined {
  const host = headers.get('host') ?? new URL(url).host;
  if (!isLoopbackHost(host.replace(/:\d{1,5}$/, ''))) return 'host_not_local';
  const origin = headers.get('origin');
  if (origin !== null && !(URL.canParse(origin) && new URL(origin).host === host)) return 'origin_not_own';
  const site = headers.get('sec-fetch-site');
  // Following a link from elsewhere to a page is fine; a form that posts is no link, and no address of an API is a page.
  const isVisit =
    asked === 'page' &&
    (method === 'GET' || method === 'HEAD') &&
    headers.get('sec-fetch-mode') === 'navigate' &&
    headers.get('sec-fetch-dest') === 'document';
  return site === null || site === 'same-origin' || site === 'none' || isVisit ? undefined : 'cross_site';
}
