import pg from 'pg';

/** How long a connection may take to be made, in milliseconds. */
const longestConnectMs = 15_000;

/** A connection that does not wait for ever for a machine that swallows what is sent. A pool's own limit would count the wait for a turn, too. */
export class BoundedClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: longestConnectMs, keepAlive: true });
  }
}
