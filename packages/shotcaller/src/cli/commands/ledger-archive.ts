import { basename, resolve } from 'node:path';
import { counted } from '@shotcaller/core';
import { archiveLedger, FileExists } from '../../jobs/archive-ledger.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import { withLedger } from '../open-command-ledger.ts';
import { UsageError } from '../usage-error.ts';

const usualDays = 180;

/** `shotcaller ledger archive`: takes jobs that are long over out of the ledger, into a file. */
export async function archiveHere(context: CommandContext): Promise<number> {
  const { flags, terminal, clock, signal, workingFolder } = context;
  const named = flags.text('to');
  if (named === undefined) throw new UsageError('Name the file with --to, for example --to jobs-2026.jsonl.');
  if (/^[a-z]+:\/\//i.test(named))
    throw new UsageError(`--to ${named} is not a file. The archive must be a file on this machine.`);
  const days = wholeNumberFlag(flags, 'older-than', 1, 36_500) ?? usualDays;
  const file = resolve(workingFolder, named);
  return withLedger(context, async (ledger, { origin: service }) => {
    const nowMs = (await ledger.databaseTimeMs()) ?? Date.parse(clock.now());
    const beforeMs = nowMs - days * 86_400_000;
    const archived = await archiveLedger(ledger, {
      service,
      file,
      name: basename(file),
      nowMs,
      beforeMs,
      signal,
    }).catch((error: unknown) => {
      if (!(error instanceof FileExists)) throw error;
    });
    if (!archived) {
      terminal.talk(`${file} exists already. Nothing was archived. Name a new file.\n`);
      return exitCodes.failed;
    }
    const { jobs, bytes } = archived;
    if (flags.isOn('json')) terminal.outJson({ jobs, file: jobs === 0 ? null : file, bytes });
    terminal.talk(
      jobs === 0
        ? `No job has been over for ${counted(days, 'day')}. Jobs are not archived while they are open, have an unknown bill or an undelivered webhook, or their client has not downloaded the clip.\n`
        : `${counted(jobs, 'job')} ${jobs === 1 ? 'is' : 'are'} in ${file} now, with prompts and bills; keep it. What was spent stays in the ledger’s sums. Clips stay where they are, and files prune no longer finds them.\n`,
    );
    return exitCodes.done;
  });
}
