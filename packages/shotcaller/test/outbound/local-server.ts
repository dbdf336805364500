import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface LocalServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly port: number;
  /** What came in, in order: method, path, headers. */
  readonly requests: readonly Pick<IncomingMessage, 'method' | 'url' | 'headers'>[];
}

/** A real HTTP server on loopback that ends with the test, open connections included. */
export async function serve(listener: RequestListener): Promise<LocalServer> {
  const requests: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = [];
  const server = createServer((request, response) => {
    requests.push({ method: request.method, url: request.url, headers: request.headers });
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, port, requests };
}

/** The origin of a server that was there and is gone: connections to it are refused. */
export async function closedOrigin(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** Answers everything with one body. */
export function always(body: string | Uint8Array, { status = 200, type = 'application/json' } = {}): RequestListener {
  return (_request, response) => response.writeHead(status, { 'content-type': type }).end(body);
}

/** Writes up to `maxBytes` of a body without an end, as fast as the reader takes it; says how much was sent. */
export function flood(response: ServerResponse, start: string | Uint8Array, maxBytes: number): { sentBytes(): number } {
  const chunk = Buffer.alloc(65_536, ' ');
  let sent = start.length;
  const more = () => {
    while (sent < maxBytes && !response.destroyed) {
      sent += chunk.length;
      if (!response.write(chunk)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  response.write(start);
  more();
  return { sentBytes: () => sent };
}
