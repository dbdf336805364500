import { once } from 'node:events';
import { createServer } from 'node:net';

// Below the ports that the system gives to connections and to servers that ask for any: nobody takes one by chance between the look and its use.
const [lowest, count] = [20_000, 10_000];

/** A port of loopback that nobody listens on just now. */
export async function freePort() {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = lowest + Math.floor(Math.random() * count);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
  throw new Error('no port');
}
