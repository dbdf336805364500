import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createArrivals } from '../../src/gateway/content/arrival.ts';

/** Fifty times as fast as the machine's. */
const clock = {
  now: () => Date.now(),
  sleep: (durationMs: number, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, durationMs / 50);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
};
const body = Buffer.alloc(8000, 'x');

/** What an answer of 8 kB says of its arrival, to a client that does as it likes. */
async function arrivalFor(
  answer: (outgoing: ServerResponse) => void,
  client: (socket: Socket) => void,
  connection = 'keep-alive',
): Promise<boolean> {
  const arrivals = createArrivals(clock);
  const server: Server = createServer();
  const arrived = new Promise<boolean>((resolve) => {
    server.once('request', (incoming, outgoing) => {
      arrivals.heard(incoming.socket);
      void arrivals.of(outgoing, () => true).then(resolve);
      answer(outgoing);
      server.on('request', (further, empty) => {
        arrivals.heard(further.socket);
        empty.end();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  onTestFinished(() => {
    socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  socket.write(`GET / HTTP/1.1\r\nHost: here\r\nConnection: ${connection}\r\n\r\n`);
  client(socket);
  return arrived;
}

const whole = (outgoing: ServerResponse) => outgoing.writeHead(200, { 'content-length': body.length }).end(body);

/** Calls back once all of the answer has been read. */
function onWhole(socket: Socket, then: () => void): void {
  let bytes = 0;
  socket.on('data', (piece) => {
    bytes += piece.length;
    if (bytes >= body.length + 50) setImmediate(then);
  });
}

test.each<[string, string, (socket: Socket) => void]>([
  ['reads it and stays', 'keep-alive', (socket) => void socket.resume()],
  ['reads it and closes', 'keep-alive', (socket) => onWhole(socket, () => socket.end())],
  ['reads it and is gone', 'keep-alive', (socket) => onWhole(socket, () => socket.destroy())],
  [
    'reads it and asks for more',
    'keep-alive',
    (socket) => onWhole(socket, () => socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n')),
  ],
  ['reads it and waits for the end', 'close', (socket) => void socket.resume()],
  ['reads it and closes', 'close', (socket) => onWhole(socket, () => socket.end())],
  ['reads it and is gone', 'close', (socket) => onWhole(socket, () => socket.destroy())],
])('a client that %s has the answer (%s)', async (_what, connection, client) => {
  expect(await arrivalFor(whole, client, connection)).toBe(true);
});

test.each(['keep-alive', 'close'])('a client that resets has nothing (%s)', async (connection) => {
  expect(await arrivalFor(whole, (socket) => onWhole(socket, () => socket.resetAndDestroy()), connection)).toBe(false);
});

test.each(['keep-alive', 'close'])(
  'a client that is gone at the headers has nothing, however small the answer (%s)',
  async (connection) => {
    const headersFirst = (outgoing: ServerResponse) => {
      outgoing.writeHead(200, { 'content-length': body.length }).flushHeaders();
      // What is written once the client has closed is answered with a reset.
      outgoing.socket?.once('end', () => outgoing.end(body));
    };
    expect(await arrivalFor(headersFirst, (socket) => socket.once('data', () => socket.destroy()), connection)).toBe(
      false,
    );
  },
);

test('a client that is gone while the answer is under way to it has nothing', async () => {
  // On its way for longer than its client waits: the end of the connection comes before the reset.
  const late = (outgoing: ServerResponse) => {
    outgoing.writeHead(200, { 'content-length': body.length }).flushHeaders();
    const { socket } = outgoing;
    socket?.pause();
    setTimeout(() => {
      outgoing.end(body);
      setImmediate(() => socket?.resume());
    }, 50);
  };
  expect(await arrivalFor(late, (socket) => socket.once('data', () => socket.destroy()))).toBe(false);
});
