import { counted, dollars, longestFloorSeconds, type PriceCorrection, priceRange } from '@shotcaller/core';
import { instantOf } from '../../iso-time.ts';
import { ledgerCsv } from '../../jobs/money/ledger-report.ts';
import type { ReadingReport } from '../../jobs/money/reading.ts';
import type { Shotcaller } from '../../shotcaller.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { clean } from '../render/clean.ts';
import { tableText } from '../render/table.ts';
import { withService } from '../service.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller ledger`: what was spent against what was quoted, and the way to another database. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal, positionals } = context;
  const [verb, ...rest] = positionals;
  if (verb === 'move' && rest.length === 0) {
    const { moveHere } = await import('./ledger-move.ts');
    return moveHere(context);
  }
  if (verb === 'archive' && rest.length === 0) {
    const { archiveHere } = await import('./ledger-archive.ts');
    return archiveHere(context);
  }
  if (verb !== undefined) {
    throw new UsageError(
      `ledger does not know "${positionals.join(' ')}". Use shotcaller ledger, ledger move or ledger archive.`,
    );
  }
  for (const name of ['to', 'older-than']) {
    if (flags.isOn(name))
      throw new UsageError(`--${name} is only for shotcaller ledger move and shotcaller ledger archive.`);
  }
  const since = readDay(flags.text('since'));
  return withService(context, async (service) => {
    const { report, readings, entries } = await service.shotcaller.ledger(since === undefined ? {} : { since });
    const corrections = await service.shotcaller.learnedCorrections();
    if (flags.isOn('json')) terminal.outJson({ ...report, readings, corrections, entries });
    else if (flags.isOn('csv')) terminal.out(ledgerCsv(report));
    else if (report.lines.length === 0 && readings.lines.length === 0)
      terminal.talk(await nothingSpentText(flags.text('since'), service.shotcaller));
    else {
      const { total } = report;
      if (report.lines.length > 0)
        terminal.show(
          tableText([...report.lines, { day: 'total', model: '', status: '' as const, ...total }], terminal.columns, [
            { title: 'day', rank: 0, cell: ({ day }) => day },
            { title: 'model', rank: 1, cell: ({ model }) => clean(model) },
            { title: 'status', rank: 1, cell: ({ status }) => status.replaceAll('_', ' ') },
            { title: 'jobs', rank: 2, align: 'right', cell: ({ jobs }) => String(jobs) },
            { title: 'quoted', rank: 0, align: 'right', cell: ({ quotedUsd }) => dollars(quotedUsd) },
            { title: 'billed', rank: 0, align: 'right', cell: ({ billedUsd }) => dollars(billedUsd) },
            { title: 'assumed', rank: 2, align: 'right', cell: ({ assumedUsd }) => dollars(assumedUsd) },
            { title: 'reserved', rank: 2, align: 'right', cell: ({ reservedUsd }) => dollars(reservedUsd) },
          ]),
        );
      if (total.unknownBills > 0) {
        const one = total.unknownBills === 1;
        terminal.talk(
          `${counted(total.unknownBills, 'bill')} ${one ? 'is' : 'are'} not known; ${one ? 'its reservation counts' : 'their reservations count'} as spent ("assumed", and "reserved" where the outcome is unknown).\n`,
        );
      }
      if (total.disputedBills > 0) {
        terminal.talk(
          `${total.disputedBills} of them ${total.disputedBills === 1 ? 'was stated and is' : 'were stated and are'} disputed; shotcaller jobs ID shows what was stated.\n`,
        );
      }
      for (const correction of corrections) {
        if (correction.low !== 1 || correction.high !== 1) terminal.talk(`${correctionText(correction)}\n`);
      }
      if (readings.total.readings > 0) terminal.show(`${readingsText(readings.total)}\n`);
    }
    return exitCodes.done;
  });
}

/** Nothing was spent at all, or only before the day that was asked for. */
async function nothingSpentText(since: string | undefined, shotcaller: Pick<Shotcaller, 'ledger'>): Promise<string> {
  if (since === undefined) return 'Nothing was spent yet.\n';
  const { total } = (await shotcaller.ledger()).report;
  const before = `Before that day: ${counted(total.jobs, 'job')}, billed ${dollars(total.billedUsd)}. shotcaller ledger without --since shows them.`;
  return `Nothing was spent since ${since}. ${total.jobs === 0 ? 'Nothing was spent before that day either.' : before}\n`;
}

/** Beside the clips: what it cost to have sentences read. */
function readingsText({ readings, billedUsd, assumedUsd, unknownBills }: ReadingReport['total']): string {
  const assumed =
    unknownBills === 0 ? '' : `, and up to ${dollars(assumedUsd)} for ${unknownBills} without a stated bill`;
  return `Beside the clips: ${counted(readings, 'sentence')} read by a model for ${dollars(billedUsd)}${assumed}.`;
}

function correctionText({ model, sku, floorUsd, n, factor, low, high, oldestAt, newestAt }: PriceCorrection): string {
  const seen = `n=${n}, ${oldestAt.slice(0, 10)} to ${newestAt.slice(0, 10)}`;
  const what = model === '*' ? 'Your account pays' : `${model}${sku === undefined ? '' : ` (${sku})`} bills`;
  if (floorUsd) {
    const least = priceRange({ lowUsd: floorUsd.low, highUsd: floorUsd.high });
    return `${what} ${least} at least for clips under ${longestFloorSeconds} s (${seen}); quotes here count it in.`;
  }
  const span = low === high ? '' : `${low.toFixed(2)} to ${high.toFixed(2)}, `;
  return `${what} ${factor.toFixed(2)} of the list price (${span}${seen}); quotes here count it in.`;
}

function readDay(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const start = text.includes('T') ? undefined : instantOf(text);
  if (start !== undefined) return start;
  throw new UsageError(`--since ${text} is not a day. Write it as 2026-10-01.`);
}
