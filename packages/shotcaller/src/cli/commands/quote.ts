import { match, parseRequirements, quote } from '@shotcaller/core';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { findModel } from '../find-model.ts';
import { readCatalog } from '../read-catalog.ts';
import { requirementInput } from '../requirement-input.ts';
import { talkOfUnlistedNames } from '../unlisted-names.ts';

/** `shotcaller quote [MODEL]`: the price of the clip, line by line. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, positionals, terminal } = context;
  const given = positionals[0];
  const sentence = given !== undefined && /\s/.test(given.trim()) ? given : undefined;
  const { input } = await requirementInput(context, sentence);
  const requirements = parseRequirements(input);
  const catalog = await readCatalog(context);
  talkOfUnlistedNames(catalog, requirements, context);
  const models = given === undefined || sentence ? catalog.models : [findModel(catalog, given)];
  const quotes = models.map((model) => ({
    model: model.id,
    price: quote(model, requirements).price,
    verdict: match(model, requirements).verdict,
  }));
  if (flags.isOn('json')) terminal.out(`${JSON.stringify(quotes, null, 2)}\n`);
  else {
    const { renderQuotes } = await import('../render/quotes.ts');
    terminal.out(renderQuotes(quotes, requirements, catalog, terminal));
  }
  return exitCodes.done;
}
