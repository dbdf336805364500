import { type ServeStdioOptions, StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { createMcpServer } from './create-mcp-server.ts';
import type { Door } from './door.ts';
import type { HandedOver, OpenServer } from './lazy-server.ts';

/** Serves one client over a pipe, of whichever era of the protocol. */
export function serveOverStdio(
  door: Door,
  { transport = new StdioServerTransport() }: Pick<ServeStdioOptions, 'transport'> = {},
): OpenServer {
  let end: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });
  const handle = serveStdio((context) => createMcpServer(() => door, context), { transport });
  // The entry has set its own; both are told.
  const { onclose } = transport;
  transport.onclose = () => {
    onclose?.();
    end();
  };
  return { closed, close: () => handle.close() };
}

/** Goes on where the lazy server has left off: what that has answered is heard and not answered a second time. */
export function continuedTransport({ input, output, answered }: HandedOver): StdioServerTransport {
  return new ContinuedTransport(input, output, answered);
}

class ContinuedTransport extends StdioServerTransport {
  readonly #answered: Set<string | number>;

  constructor(input: HandedOver['input'], output: HandedOver['output'], answered: HandedOver['answered']) {
    super(input, output);
    this.#answered = new Set(answered);
  }

  override async send(message: Parameters<StdioServerTransport['send']>[0]): Promise<void> {
    const answersTo = 'method' in message ? undefined : message.id;
    if (answersTo !== undefined && this.#answered.delete(answersTo)) return;
    await super.send(message);
  }
}
