import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { limitConnectionsPerAddress } from './guards/connection-shares.ts';
import type { Limits } from './options.ts';

export interface Listening {
  /** `http://127.0.0.1:8787` */
  readonly url: string;
  readonly port: number;
  /** Takes no more requests, lets those at work end within the limit, and cuts what is left. */
  close(): Promise<void>;
}

/** Serves over HTTP with bounds on headers, time and connections. */
export async function listen(
  fetch: (request: Request, bindings?: object) => Response | Promise<Response>,
  {
    port,
    host,
    limits,
    sharesAddresses,
  }: {
    readonly port: number;
    readonly host: string;
    readonly limits: Limits;
    /** One remote address gets a share of the connections only. */
    readonly sharesAddresses: boolean;
  },
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch,
    serverOptions: {
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: 65_000,
      // How often the two time bounds are looked at.
      connectionsCheckingInterval: Math.max(50, Math.min(limits.headersTimeoutMs, limits.requestTimeoutMs) / 4),
    },
  }) as Server;
  server.maxConnections = limits.maxConnections;
  if (sharesAddresses) limitConnectionsPerAddress(server, limits.maxConnectionsPerAddress);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // A full queue of connections is worse than a slow answer: the client's next try to connect comes after 1 s, 3 s, 7 s, …
    server.listen({ port, host, backlog: limits.maxConnections }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), limits.closeTimeoutMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
