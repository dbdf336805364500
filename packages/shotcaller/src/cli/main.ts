import { commands } from './commands.ts';
import { startCommandLine } from './composition-root.ts';

// Not awaited at the top level: commands are loaded from chunks that import this one, and would wait for it for ever.
void startCommandLine(commands);
