import { type Shell, scripts, shells } from '../completion/scripts.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { nearestHint } from '../nearest-hint.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller completion SHELL`: the script that a shell reads at its start. */
export async function run({ positionals, terminal }: CommandContext): Promise<number> {
  const [shell] = positionals;
  if (shell === undefined || !isShell(shell)) {
    throw new UsageError(
      `${shell === undefined ? 'completion needs the name of a shell.' : `There are no completions for ${shell}.`} ${nearestHint(shell ?? '', shells)}Use ${shells.join(', ')}.`,
    );
  }
  terminal.out(scripts[shell]);
  return exitCodes.done;
}

function isShell(name: string): name is Shell {
  return (shells as readonly string[]).includes(name);
}
