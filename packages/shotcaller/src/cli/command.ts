import type { RunCommand } from './context.ts';
import type { Flag } from './flags.ts';
import type { FlagValues } from './parse-arguments.ts';

/** One command: what it is called, what it takes, and where it lives. Loaded only when it is run. */
export interface Command {
  readonly name: string;
  /** What stands behind the name, for the help. Default nothing. */
  readonly takes?: string;
  readonly says: string;
  /** Not in the help: programs call it. */
  readonly hidden?: true;
  /** Words that may stand first behind the name, for the completions of a shell. */
  readonly verbs?: readonly string[];
  readonly flags: readonly Flag[];
  /** How many arguments without a flag it takes at most. */
  readonly mostPositionals: number;
  /** Of a command that may buy: whether this call of it does. Its exit code then says what became of the jobs, whatever could be printed. */
  readonly mayBuy?: (flags: FlagValues, positionals: readonly string[]) => boolean;
  readonly examples: readonly string[];
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}
