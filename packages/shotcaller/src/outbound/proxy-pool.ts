import { type Dispatcher, Pool } from 'undici';
import { NoTunnelError } from './no-tunnel-error.ts';

/**
 * Connections to a forward proxy. A tunnel that fails ends the request that wanted it: undici takes a proxy that hangs up for a passing
 * trouble of its own connections, and asks again without a pause for as long as the request waits.
 */
export function createProxyPool(origin: URL, options: object): Dispatcher {
  const pool = new Pool(origin, options);
  const open: (options: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData> = pool.connect.bind(pool);
  return Object.assign(pool, {
    connect: (options: Dispatcher.ConnectOptions) =>
      open(options).catch((error: unknown) => {
        throw new NoTunnelError(error);
      }),
  });
}
