import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import pg from 'pg';

interface Session {
  readonly stream: Duplex;
  client: Socket | undefined;
  rest: Buffer;
  /** Messages of the client that end a piece of work and are not answered yet. */
  unanswered: number;
}

/** The one letter that a message of the protocol begins with. */
const letters = { query: 'Q', sync: 'S', terminate: 'X', ready: 'Z', notification: 'A' } as const;
const is = (message: Buffer, kind: keyof typeof letters) => message[0] === letters[kind].charCodeAt(0);

const welcome = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);

/**
 * Stands before a PostgreSQL as a pooler does that lends a connection for one transaction: the next one of the same client is in another
 * session. What a session was told to listen to reaches nobody.
 */
export async function transactionPooler(databaseUrl: string) {
  const streams = new Set<Duplex>();
  const free: Session[] = [];

  async function newSession(): Promise<Session> {
    const client = new pg.Client({ connectionString: databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    const { stream } = (client as unknown as { readonly connection: { readonly stream: Duplex } }).connection;
    streams.add(stream);
    const session: Session = { stream, client: undefined, rest: Buffer.alloc(0), unanswered: 0 };
    // From here on its messages are those of whoever has it.
    stream.removeAllListeners('data').on('data', (chunk: Buffer) => {
      const { messages, rest } = messagesIn(Buffer.concat([session.rest, chunk]));
      session.rest = rest;
      for (const message of messages) answered(session, message);
    });
    return session;
  }

  function answered(session: Session, message: Buffer): void {
    if (!is(message, 'notification')) session.client?.write(message);
    if (!is(message, 'ready')) return;
    session.unanswered -= 1;
    const isIdle = message[5] === 'I'.charCodeAt(0);
    if (session.unanswered > 0 || !isIdle) return;
    session.client = undefined;
    free.push(session);
  }

  const server = createServer((client) => {
    streams.add(client);
    let rest: Buffer = Buffer.alloc(0);
    let isKnown = false;
    let lent: Session | undefined;
    let earlier = Promise.resolve();
    client.on('error', () => undefined);
    client.on('close', () => {
      if (lent?.client === client) lent.stream.destroy();
    });
    client.on('data', (chunk: Buffer) => {
      earlier = earlier.then(() => forward(chunk));
    });
    async function forward(chunk: Buffer): Promise<void> {
      rest = Buffer.concat([rest, chunk]);
      if (!isKnown) {
        rest = rest.subarray(rest.readInt32BE(0));
        isKnown = true;
        client.write(welcome);
      }
      const found = messagesIn(rest);
      rest = found.rest;
      for (const message of found.messages) {
        if (is(message, 'terminate')) return void client.end();
        if (lent?.client !== client) {
          // The one that has waited longest, and one is always left: nobody has the same twice in a row.
          lent = free.length > 1 ? free.shift()! : await newSession();
          lent.client = client;
        }
        if (is(message, 'query') || is(message, 'sync')) lent.unanswered += 1;
        lent.stream.write(message);
      }
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const stream of streams) stream.destroy();
    },
  };
}

function messagesIn(bytes: Buffer): { readonly messages: readonly Buffer[]; readonly rest: Buffer } {
  const messages: Buffer[] = [];
  let rest = bytes;
  while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
    const length = rest.readInt32BE(1) + 1;
    messages.push(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  return { messages, rest };
}
