import type { Readable } from 'node:stream';
import type { Route } from './dispatcher.ts';
import type { Proxies } from './ways-out.ts';

/**
 * Answers one call as `fetch` does, and throws what it throws: the signal's reason, or a `TypeError` with the failure as its cause. Redirects
 * are never followed: the answer that names the next address is handed back.
 */
export type CallFetch = (
  url: string,
  request: {
    readonly method: 'GET' | 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly signal: AbortSignal;
    readonly redirect: 'manual';
  },
) => Promise<CallAnswer>;

/** What is read of an answer. A `Response` cannot be made with every status that is sent, and takes a thousand bytes. */
export interface CallAnswer extends Pick<Response, 'status' | 'headers'> {
  readonly body: ReadableStream<Uint8Array> | null;
}

/** A body is read ahead by up to this many bytes. */
const readAheadBytes = 256 * 1024;

/** Statuses whose answers have no body. */
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/** The answers whose bytes are as they were received, and whether the chunks lie in memory that a socket was read into and nothing else does. */
const received = new WeakMap<object, { readonly isOwnMemory: boolean }>();

/** A `fetch` that was handed in, or a dispatcher that was set, may give out the same bytes again, or bytes of Node's shared memory. */
export function hasOwnMemory(response: object): boolean {
  return received.get(response)?.isOwnMemory === true;
}

/** Whether a coding that the headers name is still to be undone: `fetch` undoes it and leaves the header. */
export function isAsReceived(response: object): boolean {
  return received.has(response);
}

/**
 * `fetch` without what a browser needs. A request is sent once, and never again by itself; the bytes come as they were received, without a
 * copy. Nothing is asked for compressed.
 *
 * The body of Node's own `fetch` is copied and goes through an iterator for each chunk, which over a fast line is half of the work of a
 * download (bench/download.mjs), and what it leaves behind is a third of the memory of thousands of jobs (bench/jobs.mjs).
 */
export function createPlainFetch(proxies: Proxies | null = null): CallFetch {
  let routes: (() => Route) | undefined;
  // Loaded with the first call: a command that makes none shall not wait for it.
  const openRoute = async () => {
    const { request, createRoutes } = await import('./dispatcher.ts');
    routes ??= createRoutes({ proxies });
    return { request, route: routes() };
  };
  return async (url, { method, headers, body, signal }) => {
    const { request, route } = await openRoute();
    const answer = await request(url, {
      method,
      headers: { ...usualHeaders, ...inLowerCase(headers) },
      ...(body !== undefined && { body }),
      signal,
      dispatcher: route.dispatcher,
      highWaterMark: readAheadBytes,
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new TypeError('fetch failed', { cause: error });
    });
    const status = answer.statusCode;
    const isEmpty = withoutBody.has(status);
    if (isEmpty) await answer.body.dump();
    const response = {
      status,
      headers: new Headers(
        Object.entries(answer.headers).flatMap(([name, value]) =>
          [value ?? []].flat().map((one): [string, string] => [name, one]),
        ),
      ),
      body: isEmpty ? null : streamOf(answer.body),
    };
    received.set(response, { isOwnMemory: !route.isSet });
    return response;
  };
}

/** Node's own `fetch` names itself so. */
const usualHeaders = { 'user-agent': 'node', 'accept-encoding': 'identity' };

function inLowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The chunks themselves, not copies. */
function streamOf(body: Readable): ReadableStream<Uint8Array> {
  let isCancelled = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        body.on('data', (chunk: Uint8Array) => {
          if (isCancelled) return;
          controller.enqueue(chunk);
          if ((controller.desiredSize ?? 0) <= 0) body.pause();
        });
        body.once('end', () => isCancelled || controller.close());
        body.on('error', (error) => isCancelled || controller.error(error));
        body.pause();
      },
      pull() {
        body.resume();
      },
      cancel() {
        isCancelled = true;
        body.destroy();
      },
    },
    { highWaterMark: 4 },
  );
}
