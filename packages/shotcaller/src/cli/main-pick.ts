import { startCommandLine } from './composition-root.ts';
import { pickCommand } from './pick-command.ts';

/** The same program with one command: agents call `pick` often, so it is built into one file that is compiled ahead. */
void startCommandLine([pickCommand]);
