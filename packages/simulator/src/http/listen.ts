import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { refuse } from '../refusal.ts';
import { ConnectionCut, errorAnswer } from './answers.ts';
import { answerGarbage } from './garbage.ts';

/** Where the simulator is served. */
export interface ListenOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
}

/** A server that runs. */
export interface Listening {
  /** "http://127.0.0.1:8787". The API's base URL is this plus "/api/v1". */
  readonly url: string;
  readonly port: number;
  /** Stops listening and cuts what is still open. */
  close(): Promise<void>;
}

/**
 * Serves a handler over HTTP. `@hono/node-server` makes the Request and takes care of bodies that nobody reads; the answer is
 * written here, because the simulator has to do what an adapter rightly prevents: cut a connection before or within an answer,
 * send without a length, and answer garbage in the documented shape.
 */
export async function listen(
  handler: (request: Request) => Promise<Response>,
  { port = 0, host = '127.0.0.1' }: ListenOptions = {},
): Promise<Listening> {
  const answer = getRequestListener(
    async (request, { incoming, outgoing }) => {
      await sendAnswer(() => handler(request), (incoming as IncomingMessage).socket, outgoing as ServerResponse);
      return RESPONSE_ALREADY_SENT;
    },
    {
      // The program that embeds the simulator keeps its own Request and Response.
      overrideGlobalObjects: false,
      // What makes no Request (an impossible target) is the client's mistake.
      errorHandler: () => errorAnswer(refuse(400, 'Invalid request parameters')),
    },
  );
  const server = createServer({ requireHostHeader: false }, (incoming, outgoing) => {
    nameOrigin(incoming, host);
    void answer(incoming, outgoing);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => answerGarbage(socket as Socket, error.code));
  // Longer than clients keep a connection: none shall send a submit into one that is just being closed.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 70_000;
  server.on('connect', (_request, socket) => answerGarbage(socket as Socket));
  server.on('upgrade', (_request, socket) => answerGarbage(socket as Socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Of a thousand clients at once none shall try to connect for seconds, as it does where the queue is full.
    server.listen({ port, host, backlog: 4096 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: boundPort } = server.address() as AddressInfo;
  return {
    url: `http://${authorityOf(host, boundPort)}`,
    port: boundPort,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function sendAnswer(ask: () => Promise<Response>, socket: Socket, outgoing: ServerResponse): Promise<void> {
  try {
    const { status, headers, body } = await ask();
    outgoing.writeHead(status, [...headers].flat());
    if (body) await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), outgoing);
    else outgoing.end();
  } catch (error) {
    if (error instanceof ConnectionCut) socket.resetAndDestroy();
    // The body broke off on purpose, or the client went away: so does the connection.
    else outgoing.destroy();
  }
}

/**
 * Makes the request's own origin certain: its Host header where that is a host, else the address it came to. A target like
 * "//elsewhere/x" or "http://elsewhere/x" never chooses it.
 */
function nameOrigin(incoming: IncomingMessage, host: string): void {
  const named = incoming.headers.host ?? '';
  const isHost = /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:.]+\](:\d{1,5})?$/i.test(named) && URL.canParse(`http://${named}`);
  incoming.headers.host = isHost
    ? new URL(`http://${named}`).host
    : authorityOf(host, (incoming.socket.address() as AddressInfo).port);
  if (!incoming.url?.startsWith('/')) incoming.url = `/${incoming.url ?? ''}`;
}

function authorityOf(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
