import type { Command } from './command.ts';
import { catalogFlags, evidenceFlags, helpFlag, mcpFlags } from './flags.ts';

/** `shotcaller mcp`, without its program. */
export const mcpDescription: Omit<Command, 'load'> = {
  name: 'mcp',
  says: 'serves agents over standard input and output (MCP): choose, quote, buy once, fetch; each purchase needs a quote',
  flags: [...mcpFlags, ...catalogFlags, ...evidenceFlags, helpFlag],
  mostPositionals: 0,
  examples: ['shotcaller mcp', 'shotcaller mcp --files clips'],
};
