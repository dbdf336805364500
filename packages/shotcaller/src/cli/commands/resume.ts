import type { CommandContext } from '../context.ts';
import { worstOf } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import { progressPrinter } from '../progress.ts';
import { exitCodeOf, renderRun } from '../render/run-result.ts';
import { openService } from '../service.ts';

/** `shotcaller resume [ID…]`: goes on with jobs from wherever they stand. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal, positionals, signal } = context;
  const service = await openService(context);
  const progress = progressPrinter(terminal, service.now);
  try {
    const watchSeconds = wholeNumberFlag(flags, 'watch-seconds', 1, 604_800);
    const results = await service.shotcaller.resume(positionals.length > 0 ? positionals : undefined, {
      ...(watchSeconds === undefined ? {} : { watchSeconds }),
      onProgress: progress.tell,
      signal,
    });
    progress.end();
    if (flags.isOn('json')) terminal.out(`${JSON.stringify(results, null, 2)}\n`);
    else if (results.length === 0) terminal.talk('Nothing is open.\n');
    else {
      for (const result of results) {
        const { talk, out } = renderRun(result, service);
        terminal.talk(talk);
        terminal.out(out);
      }
    }
    return worstOf(results.map(exitCodeOf));
  } finally {
    progress.end();
    await service.close();
  }
}
