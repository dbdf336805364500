import { resolve } from 'node:path';
import { catalogRecords, counted } from '@shotcaller/core';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { readCatalog } from '../read-catalog.ts';
import { UsageError } from '../usage-error.ts';
import { writeNewFile } from '../write-new-file.ts';

/** `shotcaller catalog save FILE`: the catalogue in use, in the form that `--catalog FILE` and `models diff` read. */
export async function run(context: CommandContext): Promise<number> {
  const { positionals, flags, workingFolder, terminal } = context;
  const [verb, file] = positionals;
  if (verb !== 'save' || file === undefined) {
    throw new UsageError('catalog saves the catalogue in use: shotcaller catalog save FILE.');
  }
  const catalog = await readCatalog(context);
  const path = resolve(workingFolder, file);
  const saved = { asOf: catalog.asOf, data: catalogRecords(catalog) };
  await writeNewFile(path, `${JSON.stringify(saved, null, 2)}\n`, { overwrite: flags.isOn('overwrite') });
  const asOf = catalog.asOf === null ? 'of unknown age' : `as of ${catalog.asOf.slice(0, 10)}`;
  terminal.talk(`Saved ${counted(catalog.models.length, 'model')} ${asOf} to ${path}.\n`);
  return exitCodes.done;
}
