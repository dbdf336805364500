import { ConnectionCut } from './answers.ts';

/** Redirects that are followed before giving up; the built-in fetch has the same limit. */
const mostRedirects = 20;

/**
 * Asks a handler as the built-in fetch asks a server: a cut connection is `TypeError('fetch failed')`, an abort rejects, and a
 * redirect is followed as the request says, without the key when it leads to another origin.
 */
export async function fetchFrom(
  handler: (request: Request) => Promise<Response>,
  request: Request,
  redirects = 0,
): Promise<Response> {
  request.signal.throwIfAborted();
  let answer: Response;
  try {
    answer = await handler(request);
  } catch (error) {
    request.signal.throwIfAborted();
    if (!(error instanceof ConnectionCut)) throw error;
    throw failed(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }));
  }
  const location = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null;
  if (location === null || request.redirect === 'manual') return answer;
  if (request.redirect === 'error') throw failed(new Error('unexpected redirect'));
  if (redirects >= mostRedirects) throw failed(new Error('redirect count exceeded'));
  const target = new URL(location, request.url);
  const headers = new Headers(request.headers);
  if (target.origin !== new URL(request.url).origin) headers.delete('authorization');
  return fetchFrom(handler, new Request(target, { headers, signal: request.signal }), redirects + 1);
}

function failed(cause: Error): TypeError {
  return new TypeError('fetch failed', { cause });
}
