import type { Ledger } from '../jobs/ledger.ts';
import { openLedger } from '../jobs/stores/open.ts';
import { requireHome } from '../settings/default-home.ts';
import { readSettings } from '../settings/settings.ts';
import { type ChosenService, ledgerOf } from './chosen-service.ts';
import type { CommandContext } from './context.ts';

/** The ledger that jobs of a service are booked in. Whoever opens it closes it. */
export async function openCommandLedger(
  context: Pick<CommandContext, 'environment'>,
  service: Pick<ChosenService, 'simulated'>,
  now: string,
): Promise<Ledger> {
  const { ledgerFile, databaseUrl } = ledgerOf(context, service);
  const { home } = readSettings(context.environment);
  return openLedger({
    home: databaseUrl ? home : requireHome(home),
    now,
    ...(ledgerFile !== undefined && { file: ledgerFile }),
    ...(databaseUrl !== undefined && { databaseUrl }),
  });
}
