import { resolve } from 'node:path';
import { counted, type Evidence, type GivenEvidence, type GivenPrice, type GivenTime } from '@shotcaller/core';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { openChoice } from '../open-choice.ts';
import { UsageError } from '../usage-error.ts';
import { writeNewFile } from '../write-new-file.ts';
import { ownRowsOf, rowCounts } from './own-rows.ts';

/** `shotcaller evidence export FILE`: your file, the times and bills of your ledger and your votes, in one file that `--evidence` reads. */
export async function exportEvidence(context: CommandContext): Promise<number> {
  const { positionals, flags, terminal, workingFolder } = context;
  const [file] = positionals;
  if (file === undefined) throw new UsageError('evidence export needs a file: shotcaller evidence export own.json.');
  const { evidence } = await (await openChoice(context, { needsLedger: true })).ground();
  const exported = exportedOf(evidence);
  const path = resolve(workingFolder, file);
  await writeNewFile(path, `${JSON.stringify(exported, null, 2)}\n`, { overwrite: flags.isOn('overwrite') });
  const { ratings = [], times = [], prices = [], votes = [] } = exported;
  terminal.talk(
    `Wrote ${rowCounts({ ratings, times, prices })} and ${counted(votes.length, 'vote')} to ${path}. It holds no prompts and no keys.\n`,
  );
  return exitCodes.done;
}

function exportedOf(evidence: Evidence): GivenEvidence {
  const { ratings, times, prices } = ownRowsOf(evidence);
  const { runs = [], priceCorrections = [], votes = [] } = evidence;
  const ownTimes = runs.map(
    ({ model, seconds, durationSeconds, endedAt, resolution }): GivenTime => ({
      model,
      seconds,
      durationSeconds,
      ...(resolution !== undefined && { resolution }),
      asOf: endedAt.slice(0, 10),
      source: 'own ledger',
    }),
  );
  const ownPrices = priceCorrections.flatMap(
    ({ model, sku, ratesUsd, task, n, factor, low, high, newestAt, floorUsd, source }): readonly GivenPrice[] =>
      source !== undefined
        ? []
        : [
            {
              model,
              factor,
              low: Math.min(low, factor),
              high: Math.max(high, factor),
              ...(sku !== undefined && { sku }),
              ...(ratesUsd !== undefined && { ratesUsd }),
              ...(task !== undefined && { task }),
              ...(floorUsd !== undefined && { floorUsd }),
              n,
              asOf: newestAt.slice(0, 10),
              source: 'own ledger',
            },
          ],
  );
  return { ratings, times: [...times, ...ownTimes], prices: [...prices, ...ownPrices], votes };
}
