import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { envelopeOf, refuse } from '../refusal.ts';
import { ConnectionCut, errorAnswer } from './answers.ts';

export interface ListenOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
}

export interface Listening {
  /** "http://127.0.0.1:8787". The API's base URL is this plus "/api/v1". */
  readonly url: string;
  readonly port: number;
  /** Stops listening and cuts what is still open. */
  close(): Promise<void>;
}

type Handler = (request: Request) => Promise<Response>;

/**
 * Serves a handler over HTTP. Written on node:http because the simulator has to do what adapters rightly prevent: cut a
 * connection before or within an answer, send without length, and answer garbage in the documented shape.
 */
export async function listen(
  handler: Handler,
  { port = 0, host = '127.0.0.1' }: ListenOptions = {},
): Promise<Listening> {
  const server = createServer({ requireHostHeader: false }, (incoming, outgoing) => {
    serve(handler, incoming, outgoing, host).catch(() => outgoing.destroy());
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => answerGarbage(socket as Socket, error.code));
  // Longer than clients keep a connection: none shall send a submit into one that is just being closed.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 70_000;
  server.on('connect', (_request, socket) => answerGarbage(socket as Socket));
  server.on('upgrade', (_request, socket) => answerGarbage(socket as Socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: boundPort } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
    port: boundPort,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  handler: Handler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  host: string,
): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  let answer: Response;
  try {
    answer = await handler(requestOf(incoming, host, gone.signal));
  } catch (error) {
    if (error instanceof ConnectionCut) {
      (incoming.socket as Socket).resetAndDestroy();
      return;
    }
    // What makes no Request (a method like TRACE, an impossible target) is the client's mistake.
    answer = errorAnswer(refuse(400, 'Invalid request parameters'));
  }
  outgoing.writeHead(answer.status, [...answer.headers].flat());
  if (!answer.body) {
    outgoing.end();
  } else {
    await send(answer.body, outgoing);
  }
  // A body that nobody read would block the next request on this connection.
  if (!incoming.complete) discard(incoming);
}

async function send(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  outgoing.on('close', () => reader.cancel().catch(() => {}));
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (!outgoing.write(value)) await drained(outgoing);
      if (outgoing.destroyed) return;
    }
    outgoing.end();
  } catch {
    // The body broke off on purpose: so does the connection.
    outgoing.destroy();
  }
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off('drain', done);
      outgoing.off('close', done);
      resolve();
    };
    outgoing.on('drain', done);
    outgoing.on('close', done);
  });
}

function requestOf(incoming: IncomingMessage, host: string, signal: AbortSignal): Request {
  const { port } = incoming.socket.address() as AddressInfo;
  const local = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const headers = new Headers();
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index]!, incoming.rawHeaders[index + 1]!);
  }
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(targetOf(incoming, local), {
    method,
    headers,
    signal,
    ...(hasBody && { body: bodyOf(incoming), duplex: 'half' as const }),
  });
}

/** The request's own origin: its Host header where that is a host, else the address it came to. */
function targetOf(incoming: IncomingMessage, local: string): string {
  const hostHeader = incoming.headers.host ?? '';
  const authority = /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:.]+\](:\d{1,5})?$/i.test(hostHeader) ? hostHeader : local;
  const base = URL.canParse(`http://${authority}`) ? `http://${authority}` : `http://${local}`;
  const target = incoming.url ?? '/';
  // Never let a target like "//elsewhere/x" choose the origin.
  return `${base}${target.startsWith('/') ? target : `/${target}`}`;
}

function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let open = true;
  return new ReadableStream({
    start(controller) {
      incoming.on('data', (chunk: Buffer) => {
        // After a cancel the rest is thrown away.
        if (!open) return;
        controller.enqueue(new Uint8Array(chunk));
        if ((controller.desiredSize ?? 1) <= 0) incoming.pause();
      });
      incoming.on('end', () => {
        if (open) controller.close();
        open = false;
      });
      incoming.on('error', (error) => {
        if (open) controller.error(error);
        open = false;
      });
      incoming.pause();
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      open = false;
    },
  });
}

/** Throws the rest of a body away, so that the client can finish sending and read its answer; cuts off who never ends. */
function discard(incoming: IncomingMessage): void {
  let bytes = 0;
  incoming.removeAllListeners('data');
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostDiscardedBytes) incoming.destroy();
  });
  incoming.resume();
}

const mostDiscardedBytes = 256 * 2 ** 20;

/** Bytes that are no HTTP, come too slowly, or ask for a tunnel: a 4xx in the documented shape, then the end. */
function answerGarbage(socket: Socket, code?: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason] = garbageStatuses[code ?? ''] ?? [400, 'Bad Request'];
  const message = status === 400 ? 'Malformed HTTP request' : reason;
  const body = JSON.stringify(envelopeOf(refuse(status, message)));
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const garbageStatuses: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
};
