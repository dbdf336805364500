import { startCommandLine } from './composition-root.ts';
import { mcpCommand } from './mcp-command.ts';

/** The same program with one command: a host starts it with every session, so it is built apart and compiled ahead. */
void startCommandLine([mcpCommand]);
