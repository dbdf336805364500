import { join, resolve } from 'node:path';
import { counted } from '@shotcaller/core';
import { isoOf } from '../../iso-time.ts';
import { pruneFiles } from '../../jobs/prune-files.ts';
import { readSettings } from '../../settings/settings.ts';
import { chosenService } from '../chosen-service.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { openCommandLedger } from '../open-command-ledger.ts';
import { openFileStore } from '../open-file-store.ts';
import { openInTurn } from '../open-in-turn.ts';
import { clean } from '../render/clean.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller files prune --older-than 30d [--yes]`: takes away clips that clients of the gateway have fetched. */
export async function run(context: CommandContext): Promise<number> {
  const { positionals, flags, environment, terminal, clock, workingFolder } = context;
  if (positionals[0] !== 'prune') throw new UsageError('files takes prune: shotcaller files prune --older-than 30d.');
  const ageMs = readAge(flags.text('older-than'));
  const deletes = flags.isOn('yes');
  const isJson = flags.isOn('json');
  const settings = readSettings(environment);
  const service = chosenService(settings);
  const { ledger, store, close } = await openInTurn(async (keep) => {
    const store = await openFileStore(context);
    if (store) keep(store);
    return { store, ledger: keep(await openCommandLedger(context, service, clock.now())) };
  });
  try {
    const folder = store ? undefined : flags.text('files');
    const pruned = await pruneFiles(ledger, {
      service: service.origin,
      before: isoOf(Date.parse(clock.now()) - ageMs),
      filesFolder: resolve(workingFolder, folder ?? join(settings.home, 'files')),
      store,
      deletes,
      ...(!isJson && { onFile: (jobId, { path }) => terminal.talk(`${clean(jobId)}  ${clean(path)}\n`) }),
    });
    if (isJson) terminal.outJson({ ...pruned, deleted: deletes });
    const { files, bytes, kept } = pruned;
    const amount = `${counted(files, 'file')}, ${(bytes / 1e6).toFixed(1)} MB`;
    const stay = kept === 0 ? '' : ` ${counted(kept, 'clip')} kept: not fetched by their client yet.`;
    terminal.talk(
      deletes ? `Deleted ${amount}.${stay}\n` : `Would delete ${amount}.${stay} Nothing was deleted: add --yes.\n`,
    );
    return exitCodes.done;
  } finally {
    await close();
  }
}

const unitMs = { h: 3_600_000, d: 86_400_000 };

function readAge(text: string | undefined): number {
  const [, number, unit] = /^(\d{1,5})(h|d)$/.exec(text ?? '') ?? [];
  if (number !== undefined && Number(number) > 0) return Number(number) * unitMs[unit as 'h' | 'd'];
  const given = text === undefined ? 'files prune needs an age' : `--older-than ${text} is no age`;
  throw new UsageError(`${given}: give hours or days, for example --older-than 30d. Nothing was deleted.`);
}
