import { type ServeStdioOptions, StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { createMcpServer } from './create-mcp-server.ts';
import type { Door } from './door.ts';

export interface StdioDoor {
  /** Resolves when the client has closed its end. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Serves one client over standard input and output, of whichever era of the protocol. */
export function serveOverStdio(
  door: Door,
  { transport = new StdioServerTransport() }: Pick<ServeStdioOptions, 'transport'> = {},
): StdioDoor {
  let end: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });
  const handle = serveStdio((context) => createMcpServer(door, context), { transport });
  // The entry has set its own; both are told.
  const { onclose } = transport;
  transport.onclose = () => {
    onclose?.();
    end();
  };
  return { closed, close: () => handle.close() };
}
