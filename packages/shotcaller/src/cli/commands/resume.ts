import { resolve } from 'node:path';
import { askedFile } from '../asked-file.ts';
import type { CommandContext } from '../context.ts';
import { worstOf } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import { progressPrinter } from '../progress.ts';
import { printNotRecorded } from '../render/not-recorded.ts';
import { exitCodeOf, renderRun } from '../render/run-result.ts';
import { saidBy } from '../said-by.ts';
import { openService } from '../service.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller resume [ID…]`: goes on with jobs from wherever they stand. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal, positionals, signal } = context;
  const watchSeconds = wholeNumberFlag(flags, 'watch-seconds', 1, 604_800);
  const remoteId = flags.text('remote-id');
  const output = flags.text('output');
  if ((output !== undefined || flags.isOn('overwrite')) && positionals.length !== 1) {
    throw new UsageError('--output and --overwrite are for one job only: shotcaller resume JOB --output FILE.');
  }
  if (remoteId !== undefined && positionals.length !== 1) {
    throw new UsageError('--remote-id is for one job only: shotcaller resume JOB --remote-id ID.');
  }
  const service = await openService(context);
  const progress = await progressPrinter(terminal, { now: service.now, signal });
  try {
    const results = await service.shotcaller.resume(positionals.length > 0 ? positionals : undefined, {
      ...(watchSeconds === undefined ? {} : { watchSeconds }),
      ...(output === undefined ? {} : { output: outputPath(output, context.workingFolder) }),
      ...(flags.isOn('overwrite') && { overwrite: true }),
      ...(remoteId === undefined ? {} : { remoteId, saidBy: saidBy(context) }),
      onProgress: progress.tell,
      signal,
    });
    progress.end();
    if (flags.isOn('json')) terminal.outJson(results);
    else if (results.length === 0) terminal.talk('No jobs are open, so there is nothing to resume.\n');
    else {
      for (const result of results) {
        const detached = signal.aborted && result.resumable && result.status !== 'unknown';
        const asked = await askedFile(service.ledger, result.id, context.workingFolder);
        const { talk, out } = renderRun(
          { ...result, detached },
          { simulated: service.simulated, localTime: context.localTime, asked },
        );
        terminal.talk(talk);
        terminal.out(out);
      }
    }
    return worstOf(results.map(exitCodeOf));
  } catch (error) {
    printNotRecorded(error, context);
    throw error;
  } finally {
    progress.end();
    await service.close();
  }
}

/** As `run` takes it: relative to the folder that the command is called in; a slash at the end means a folder. */
function outputPath(output: string, workingFolder: string): string {
  return /[/\\]$/.test(output) ? `${resolve(workingFolder, output)}/` : resolve(workingFolder, output);
}
