import { commandBrief } from '../command-brief.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { openChoice } from '../open-choice.ts';
import { talkOfUnlistedNames } from '../unlisted-names.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller quote [MODEL]`: the price of the clip, line by line. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal } = context;
  const { brief } = await commandBrief(context, argumentOf(context));
  const choice = await openChoice(context);
  const quotes = await choice.quotes(brief);
  const { catalog } = await choice.ground();
  talkOfUnlistedNames(catalog, brief.requirements, context);
  if (flags.isOn('json')) terminal.outJson(quotes);
  else {
    const { renderQuotes } = await import('../render/quotes.ts');
    terminal.show(renderQuotes(quotes, brief.requirements, catalog, terminal));
  }
  return exitCodes.done;
}

/** The argument is a sentence when there is a space in it, else a model. */
function argumentOf({ positionals, flags }: CommandContext): { readonly sentence?: string; readonly model?: string } {
  const [given] = positionals;
  if (given === undefined) return {};
  if (/\s/.test(given.trim())) return { sentence: given };
  const model = flags.text('model');
  if (model === undefined || model === given) return { model: given };
  throw new UsageError(`quote ${given} --model ${model} names two models. Name one.`);
}
