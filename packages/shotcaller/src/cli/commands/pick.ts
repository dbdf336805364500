import { modelNamed, type SentenceReading } from '@shotcaller/core';
import { commandBrief } from '../command-brief.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { openChoice } from '../open-choice.ts';
import { talkOfTag } from '../talk-of-tag.ts';
import { talkOfUnlistedNames } from '../unlisted-names.ts';

/** `shotcaller pick`: requirements → selection. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, positionals, terminal, clock } = context;
  const [sentence] = positionals;
  const { brief, reading } = await commandBrief(context, sentence === undefined ? {} : { sentence });
  const choice = await openChoice(context);
  const selection = await choice.select(brief);
  const { catalog, evidence } = await choice.ground();
  talkOfUnlistedNames(catalog, brief.requirements, context);
  talkOfTag(brief, evidence, context);
  if (flags.isOn('check-inputs')) {
    const { checkInputs } = await import('../check-inputs.ts');
    if (!(await checkInputs(brief.requirements, context))) return exitCodes.failed;
  }
  const why = flags.text('why');
  if (why !== undefined) {
    const { explain } = await import('../render/explain.ts');
    terminal.show(explain(selection, modelNamed(catalog, why).id));
  } else if (flags.isOn('json')) {
    terminal.out(`${JSON.stringify({ ...selection, ...(reading && { reading: shownReading(reading) }) }, null, 2)}\n`);
  } else {
    const { renderSelection } = await import('../render/selection.ts');
    terminal.show(renderSelection(selection, { ...terminal, now: clock.now() }));
  }
  return selection.pick === null ? exitCodes.noEligibleModel : exitCodes.done;
}

/** The reading without the requirements, which the selection shows as they were parsed. */
function shownReading(reading: SentenceReading) {
  const { used, notUnderstood, needed, conflicts, prompt, otherLanguage } = reading;
  return { used, notUnderstood, needed, conflicts, prompt: prompt ?? null, otherLanguage: otherLanguage ?? false };
}
