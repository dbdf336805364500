import { modelNamed, type SentenceReading } from '@shotcaller/core';
import type { Choice } from '../../choice/choice.ts';
import type { ReadSentence } from '../../sentence/read-sentence.ts';
import { type CommandBrief, commandBrief } from '../command-brief.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { openChoice } from '../open-choice.ts';
import type { OpenQuestion } from '../settle-doubts.ts';
import { talkOfTag } from '../talk-of-tag.ts';
import { talkOfUnlistedNames } from '../unlisted-names.ts';

/** `shotcaller pick`: requirements → selection. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, positionals, terminal, clock } = context;
  const [sentence] = positionals;
  const said = await commandBrief(context, sentence === undefined ? {} : { sentence });
  const choice = await openChoice(context);
  const { reading, read } = said;
  const { brief, questions } = read ? await settled(said, choice, context) : { brief: said.brief, questions: [] };
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
    terminal.outJson({
      ...selection,
      ...(reading && { reading: { ...shownReading(reading), ...(read && byModel(read, questions)) } }),
    });
  } else {
    const { renderSelection } = await import('../render/selection.ts');
    terminal.show(renderSelection(selection, { ...terminal, now: clock.now() }));
  }
  return selection.pick === null ? exitCodes.noEligibleModel : exitCodes.done;
}

/** Loaded where a model was asked. */
async function settled(said: CommandBrief, choice: Choice, context: CommandContext) {
  const { settleDoubts } = await import('../settle-doubts.ts');
  return settleDoubts(said, choice, context);
}

/** How a model has read it. */
function byModel({ by, failure, dropped, cost }: ReadSentence, questions: readonly OpenQuestion[]) {
  return { by, failure, dropped, questions, cost };
}

/** The reading without the requirements, which the selection shows as they were parsed. */
function shownReading(reading: SentenceReading) {
  const { used, notUnderstood, needed, conflicts, prompt, otherLanguage } = reading;
  return { used, notUnderstood, needed, conflicts, prompt: prompt ?? null, otherLanguage: otherLanguage ?? false };
}
