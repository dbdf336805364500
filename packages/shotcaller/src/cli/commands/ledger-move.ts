import { join } from 'node:path';
import { LedgerNotMoved, moveLedger } from '../../jobs/stores/move-ledger.ts';
import { placeOf } from '../../jobs/stores/postgres-address.ts';
import { requireHome } from '../../settings/default-home.ts';
import { readSettings } from '../../settings/settings.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { tableText } from '../render/table.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller ledger move`: takes the ledger of this machine into PostgreSQL. */
export async function moveHere(context: CommandContext): Promise<number> {
  const { environment, flags, terminal, clock } = context;
  const databaseUrl = flags.text('to') ?? environment.DATABASE_URL;
  if (!databaseUrl || !URL.canParse(databaseUrl) || !/^postgres(ql)?:$/.test(new URL(databaseUrl).protocol)) {
    throw new UsageError('Name the database with --to postgres://…, or in DATABASE_URL.');
  }
  // Before anything is moved: it throws where it might show a password.
  const place = placeOf(databaseUrl);
  const file = join(requireHome(readSettings(environment).home), 'ledger.sqlite');
  try {
    const { tables, keptAs } = await moveLedger({ file, databaseUrl, now: clock.now() });
    if (flags.isOn('json')) terminal.outJson({ tables, keptAs });
    else {
      terminal.out(
        tableText(
          tables.filter(({ rows }) => rows > 0),
          terminal.columns,
          [
            { title: 'table', rank: 0, cell: ({ table }) => table },
            { title: 'rows', rank: 0, align: 'right', cell: ({ rows }) => String(rows) },
            { title: 'hash, equal on both sides', rank: 1, cell: ({ rowsHash }) => rowsHash.slice(0, 16) },
          ],
        ),
      );
    }
    terminal.talk(
      [
        `The ledger is in ${place} now. The old file is kept as ${keptAs} and is not read again.`,
        'Set DATABASE_URL for every process that uses this ledger. Clips stay where they are.',
        '',
      ].join('\n'),
    );
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof LedgerNotMoved)) throw error;
    terminal.talk(`${error.message}\n`);
    return exitCodes.failed;
  }
}
