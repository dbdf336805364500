import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../../clock.ts';

/**
 * That an answer was written says little: a megabyte or two wait in buffers of the two systems. It has arrived once a further request
 * came over its connection, or the client ended the connection, or left it open for a while, and no reset followed.
 */
export interface Arrivals {
  /**
   * Whether an answer reaches its client. Asked for before it is begun; `isHandedOn` tells whether all of it was given to the connection.
   * Never rejects.
   */
  of(outgoing: ServerResponse, isHandedOn: () => boolean): Promise<boolean>;
  /** A request came over this connection: whoever sent it has what came before. */
  heard(socket: Socket): void;
}

/** A connection that is open for so long after an answer, and not reset, has brought it. Milliseconds. */
const stayMs = 3000;
/** What was under way to a client that closed its side is answered with a reset, and that within so long. */
const resetWithinMs = 1500;

export function createArrivals(clock: Clock): Arrivals {
  const listeners = new WeakMap<Socket, Set<() => void>>();

  return {
    heard(socket) {
      for (const tell of listeners.get(socket) ?? []) tell();
    },

    async of(outgoing, isHandedOn) {
      const { socket } = outgoing;
      if (!socket) return false;
      const closeAsWanted = keepOpen(socket, outgoing);
      // The next request may be heard before the end of the writing.
      let isHeard = false;
      const unlisten = listen(socket, () => {
        isHeard ||= isHandedOn();
      });
      try {
        if (!(await isWritten(outgoing))) return false;
        return isHeard || (isHandedOn() && (await hasSign(socket)));
      } finally {
        unlisten();
        closeAsWanted();
      }
    },
  };

  function listen(socket: Socket, tell: () => void): () => void {
    const told = listeners.get(socket) ?? new Set();
    listeners.set(socket, told.add(tell));
    return () => void told.delete(tell);
  }

  function hasSign(socket: Socket): Promise<boolean> {
    const over = new AbortController();
    return new Promise<boolean>((resolve) => {
      const unlisten = listen(socket, () => resolve(true));
      over.signal.addEventListener('abort', unlisten, { once: true });
      const lookAfter = (durationMs: number) =>
        void clock.sleep(durationMs, { signal: over.signal }).then(
          async () => resolve(await isOpen(socket)),
          () => undefined,
        );
      // Whoever closes here may be this server.
      const close = () => resolve(false);
      const end = () => lookAfter(resetWithinMs);
      socket.once('close', close);
      socket.once('end', end);
      over.signal.addEventListener('abort', () => socket.off('close', close).off('end', end), { once: true });
      if (socket.destroyed) return resolve(false);
      if (socket.readableEnded) end();
      lookAfter(stayMs);
    }).finally(() => over.abort());
  }
}

/** `false`: the client was gone before. */
function isWritten(outgoing: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    outgoing.once('finish', () => resolve(true));
    outgoing.once('close', () => resolve(outgoing.writableFinished));
  });
}

/** Writes nothing, which fails on a connection that was reset, also where its client had closed its side before and nobody reads any more. */
function isOpen(socket: Socket): Promise<boolean> {
  if (!socket.writable) return Promise.resolve(false);
  return new Promise((resolve) => {
    socket.write(new Uint8Array(0), (error) => resolve(!error));
  });
}

/**
 * The connection of an answer is closed no sooner than it is known whether it has arrived: a reset is heard only by what is open. Answers
 * how to go on as was wanted meanwhile.
 */
function keepOpen(socket: Socket, outgoing: ServerResponse): () => void {
  let wanted: 'end' | 'destroySoon' | undefined;
  const plain = Object.getPrototypeOf(socket) as Socket;
  // The end of the client's side may be heard before the end of the writing: what was written last may have reached it all the same.
  const end = () => {
    wanted ??= 'end';
    return socket;
  };
  const destroySoon = () => {
    if (!outgoing.writableFinished) return plain.destroySoon.call(socket);
    wanted = 'destroySoon';
  };
  Object.assign(socket, { end, destroySoon });
  return () => {
    // A further answer over the same connection may wait for its sign by now.
    if (socket.end !== end) return;
    Reflect.deleteProperty(socket, 'end');
    Reflect.deleteProperty(socket, 'destroySoon');
    if (wanted) socket[wanted]();
  };
}
