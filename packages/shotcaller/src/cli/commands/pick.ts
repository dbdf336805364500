import { select } from '@shotcaller/core';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { rankingOptions } from '../ranking-options.ts';
import { readCatalog } from '../read-catalog.ts';
import { requirementInput } from '../requirement-input.ts';
import { talkOfUnlistedNames } from '../unlisted-names.ts';

/** `shotcaller pick`: requirements → selection. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, positionals, terminal, clock } = context;
  const { input, profile } = await requirementInput(context, positionals[0]);
  const catalog = await readCatalog(context);
  const selection = select(catalog, input, { ...rankingOptions(flags, profile), now: clock.now() });
  talkOfUnlistedNames(catalog, selection.requirements, context);
  if (flags.isOn('check-inputs')) {
    const { checkInputs } = await import('../check-inputs.ts');
    if (!(await checkInputs(selection.requirements, context))) return exitCodes.failed;
  }
  const why = flags.text('why');
  if (why !== undefined) {
    const { explain } = await import('../render/explain.ts');
    terminal.out(explain(selection, why));
  } else if (flags.isOn('json')) {
    terminal.out(`${JSON.stringify(selection, null, 2)}\n`);
  } else {
    const { renderSelection } = await import('../render/selection.ts');
    terminal.out(renderSelection(selection, { ...terminal, now: clock.now() }));
  }
  return selection.pick === null ? exitCodes.noEligibleModel : exitCodes.done;
}
