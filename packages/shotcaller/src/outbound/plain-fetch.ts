import type { Readable } from 'node:stream';
import type { Route } from './dispatcher.ts';
import type { Proxies } from './ways-out.ts';

/** What is asked for, and with what. Redirects are never followed: the answer that names the next address is handed back. */
export interface PlainRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
}

export interface PlainFetch {
  /**
   * Sends the request once. Nothing is decompressed: ask with `Accept-Encoding: identity`. Throws what `fetch` throws: the signal's reason,
   * or a `TypeError` with the failure as its cause.
   */
  readonly fetch: (url: string, request: PlainRequest) => Promise<Response>;
  /** Whether the application has set how requests leave, with `setGlobalDispatcher` of undici. */
  readonly isRouteSet: () => Promise<boolean>;
}

/** A body is read ahead by up to this many bytes. */
const readAheadBytes = 256 * 1024;

/** Statuses whose answers have no body. */
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/** Answers whose chunks lie in memory that a socket was read into, and nothing else does. */
const withOwnMemory = new WeakSet<Response>();

/** A `fetch` that was handed in, or a dispatcher that was set, may give out the same bytes again, or bytes of Node's shared memory. */
export function hasOwnMemory(response: Response): boolean {
  return withOwnMemory.has(response);
}

/**
 * `fetch` without what a browser needs: the bytes come as they were received. The body of Node's own `fetch` is copied and goes through an
 * iterator for each chunk, which over a fast line is half of the work of a download (bench/download.mjs); and each of its answers is kept
 * until all memory is searched, because it wants to be told when nobody has it any more, which for calls by the thousand takes half of the
 * memory (bench/jobs.mjs).
 */
export function createPlainFetch(proxies: Proxies | null = null): PlainFetch {
  let routes: (() => Route) | undefined;
  // Loaded with the first call: a command that makes none shall not wait for it.
  const openRoute = async () => {
    const { request, createRoutes } = await import('./dispatcher.ts');
    routes ??= createRoutes({ proxies });
    return { request, route: routes() };
  };
  return {
    isRouteSet: async () => (await openRoute()).route.isSet,
    fetch: async (url, { method, headers, body, signal }) => {
      const { request, route } = await openRoute();
      const answer = await request(url, {
        method,
        // As Node's own fetch names itself.
        headers: { 'User-Agent': 'node', ...headers },
        ...(body !== undefined && { body }),
        signal,
        dispatcher: route.dispatcher,
        highWaterMark: readAheadBytes,
      }).catch((error: unknown) => {
        signal.throwIfAborted();
        throw new TypeError('fetch failed', { cause: error });
      });
      const isEmpty = withoutBody.has(answer.statusCode);
      if (isEmpty) await answer.body.dump();
      const response = new Response(isEmpty ? null : streamOf(answer.body), {
        status: answer.statusCode,
        headers: Object.entries(answer.headers).flatMap(([name, value]) =>
          [value ?? []].flat().map((one): [string, string] => [name, one]),
        ),
      });
      if (!route.isSet) withOwnMemory.add(response);
      return response;
    },
  };
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
