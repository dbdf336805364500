import { type Catalog, catalogIssueSentence, counted, diffCatalogs, pickChanges, readBrief } from '@shotcaller/core';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { openChoice } from '../open-choice.ts';
import { readCatalog } from '../read-catalog.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller models` and `shotcaller models diff A B`. */
export async function run(context: CommandContext): Promise<number> {
  const [verb, ...rest] = context.positionals;
  if (verb === 'diff') return diff(context, rest);
  if (verb !== undefined)
    throw new UsageError(`models does not know "${verb}". Use shotcaller models, or shotcaller models diff A B.`);
  const { flags, terminal, clock } = context;
  const choice = await openChoice(context);
  const { catalog } = await choice.ground();
  if (flags.isOn('json')) {
    for (const issue of catalog.issues) terminal.talk(`${catalogIssueSentence(issue)}\n`);
    terminal.outJson(catalog.models);
    return exitCodes.done;
  }
  const { renderModels } = await import('../render/models.ts');
  // With nothing asked for, each model is priced for the clip that the goalposts aim at, or its nearest to it.
  const quotes = await choice.quotes(readBrief({}));
  terminal.show(renderModels(catalog, quotes, { ...terminal, now: clock.now() }));
  if (catalog.issues.length > 0)
    terminal.talk(
      `${counted(catalog.issues.length, 'thing')} in it ${catalog.issues.length === 1 ? 'was' : 'were'} not understood; --json says which.\n`,
    );
  return exitCodes.done;
}

async function diff(context: CommandContext, [before, after = 'bundled', ...more]: readonly string[]): Promise<number> {
  if (before === undefined || more.length > 0) {
    throw new UsageError(
      'models diff compares two catalogues: shotcaller models diff OLD.json NEW.json (each live, bundled or a file).',
    );
  }
  const [from, to]: readonly [Catalog, Catalog] = [
    await readCatalog(context, { choice: before }),
    await readCatalog(context, { choice: after }),
  ];
  const difference = { ...diffCatalogs(from, to), picks: pickChanges(from, to, context.clock.now()) };
  if (context.flags.isOn('json')) context.terminal.outJson(difference);
  else {
    const { renderDiff } = await import('../render/diff.ts');
    context.terminal.show(renderDiff(difference, from, to));
  }
  return exitCodes.done;
}
