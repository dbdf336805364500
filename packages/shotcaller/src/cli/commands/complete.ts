import { bundledCatalog } from '@shotcaller/core';
import { candidatesFor } from '../completion/candidates.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';

/** `shotcaller complete -- WORD…`: what a shell offers for the last word. Called by the scripts of `completion`. */
export async function run({ positionals, terminal, commands }: CommandContext): Promise<number> {
  const models = bundledCatalog.models.map(({ id }) => id);
  const { candidates, files } = candidatesFor(positionals, { commands, models });
  for (const { value, says } of candidates) terminal.out(`${value}\t${says}\n`);
  if (files) terminal.out(':files\n');
  return exitCodes.done;
}
