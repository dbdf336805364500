import { type Catalog, diffCatalogs, pickChanges } from '@shotcaller/core';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { readCatalog } from '../read-catalog.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller models` and `shotcaller models diff A B`. */
export async function run(context: CommandContext): Promise<number> {
  const [verb, ...rest] = context.positionals;
  if (verb === 'diff') return diff(context, rest);
  if (verb !== undefined)
    throw new UsageError(`models does not know "${verb}". Use shotcaller models, or shotcaller models diff A B.`);
  const catalog = await readCatalog(context);
  if (context.flags.isOn('json')) context.terminal.out(`${JSON.stringify(catalog, null, 2)}\n`);
  else {
    const { renderModels } = await import('../render/models.ts');
    context.terminal.out(renderModels(catalog, { ...context.terminal, now: context.clock.now() }));
  }
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
  if (context.flags.isOn('json')) context.terminal.out(`${JSON.stringify(difference, null, 2)}\n`);
  else {
    const { renderDiff } = await import('../render/diff.ts');
    context.terminal.out(renderDiff(difference, from, to));
  }
  return exitCodes.done;
}
