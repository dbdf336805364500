import type { RunCommand } from './context.ts';
import type { Flag } from './flags.ts';

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
  /** Its exit code says what became of a job, whatever could be printed of it. */
  readonly endsJobs?: true;
  readonly examples: readonly string[];
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}
