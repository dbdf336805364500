import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CuttableProxy {
  readonly port: number;
  /** Ends every connection and takes no new one. */
  cut(): void;
  /** Swallows what is sent, and ends no connection. New ones are taken and swallowed, too. */
  freeze(): void;
  /** Swallows what is sent on connections that are open, as a router does that has forgotten them. New ones work. */
  forget(): void;
  /** Swallows what is answered, and ends no connection. */
  deafen(): void;
  restore(): void;
  close(): void;
}

/** Stands between a process and its database, as a network that can fail does. */
export async function cuttableProxy(target: { readonly host: string; readonly port: number }): Promise<CuttableProxy> {
  const open = new Set<Socket>();
  const forgotten = new WeakSet<Socket>();
  let isCut = false;
  let isFrozen = false;
  let isDeaf = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(target);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.on('data', (chunk) => {
        const isSwallowed = isFrozen || forgotten.has(socket) || (isDeaf && socket === far);
        if (!isSwallowed && !other.destroyed) other.write(chunk);
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    freeze() {
      isFrozen = true;
    },
    forget() {
      for (const socket of open) forgotten.add(socket);
    },
    deafen() {
      isDeaf = true;
    },
    restore() {
      isCut = false;
      isFrozen = false;
      isDeaf = false;
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
