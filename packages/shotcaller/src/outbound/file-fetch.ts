import type { Readable } from 'node:stream';
import type { Route } from './dispatcher.ts';
import type { Proxies } from './ways-out.ts';

/** What a file is asked for with. Redirects are never followed: the answer that names the next address is handed back. */
export interface FileRequest {
  readonly method: 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
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
 * `fetch` for large files: the bytes come as they were received. The body of Node's own `fetch` is copied and goes through an
 * iterator for each chunk, which over a fast line is half of the work of a download (bench/download.mjs). Nothing is decompressed:
 * ask with `Accept-Encoding: identity`. Throws what `fetch` throws: the signal's reason, or a `TypeError` with the failure as its cause.
 */
export function createFileFetch(
  proxies: Proxies | null = null,
): (url: string, request: FileRequest) => Promise<Response> {
  let route: Route | undefined;
  return async (url, { method, headers, signal }) => {
    // Loaded with the first file: a command that fetches none shall not wait for it.
    const { request, routeOf } = await import('./dispatcher.ts');
    route ??= routeOf({ proxies });
    const { dispatcher, isSet } = route;
    const answer = await request(url, {
      method,
      headers,
      signal,
      dispatcher,
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
    if (!isSet) withOwnMemory.add(response);
    return response;
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
