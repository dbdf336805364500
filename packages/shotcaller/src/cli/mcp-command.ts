import type { Command } from './command.ts';
import * as mcp from './commands/mcp.ts';
import { mcpDescription } from './mcp-description.ts';

/** `shotcaller mcp`, with its program in the same file. */
export const mcpCommand: Command = { ...mcpDescription, load: async () => mcp };
