import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/clock.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface TestServer {
  readonly origin: string;
  readonly baseUrl: string;
  /** Method, path and `Authorization` of each request, oldest first. */
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly key: string | undefined;
    readonly headers: IncomingMessage['headers'];
  }[];
}

/** A real server on loopback for the length of a test. */
export async function serve(answer: Answer): Promise<TestServer> {
  const requests: TestServer['requests'][number][] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    requests.push({ method, path: url, key: headers.authorization, headers });
    request.resume();
    request.on('end', () => void answer(request, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, baseUrl: `${origin}/api/v1`, requests };
}

/** A port where nobody listens. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export interface ManualClientClock extends Clock {
  /** Lengths of the waits that are under way. */
  readonly waiting: readonly number[];
  /** Ends every wait of at most so long. */
  pass(longestMs: number): void;
}

/** Time that goes by only when told. Waits between tries end at once when `instant` says so: those of at most so many ms. */
export function manualClientClock({ instantMs = 0 }: { readonly instantMs?: number } = {}): ManualClientClock {
  let nowMs = Date.UTC(2026, 9, 9);
  const waits = new Set<{ readonly durationMs: number; readonly resolve: () => void }>();
  return {
    now: () => nowMs,
    sleep(durationMs, { signal } = {}) {
      if (durationMs <= instantMs) {
        nowMs += durationMs;
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const wait = { durationMs, resolve: () => resolve() };
        waits.add(wait);
        signal?.addEventListener('abort', () => {
          waits.delete(wait);
          reject(signal.reason);
        });
      });
    },
    get waiting() {
      return [...waits].map(({ durationMs }) => durationMs);
    },
    pass(longestMs) {
      for (const wait of waits) {
        if (wait.durationMs > longestMs) continue;
        waits.delete(wait);
        wait.resolve();
      }
    },
  };
}
