import type { Ledger } from '../jobs/ledger.ts';
import { openLedger } from '../jobs/stores/open.ts';
import { requireHome } from '../settings/default-home.ts';
import { readSettings } from '../settings/settings.ts';
import { type ChosenService, chosenService, ledgerOf } from './chosen-service.ts';
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

/** Works with the ledger of the service that is named, or that the environment asks for, and closes it. */
export async function withLedger<Answer>(
  context: Pick<CommandContext, 'environment' | 'clock' | 'flags'>,
  work: (ledger: Ledger, service: ChosenService) => Promise<Answer>,
): Promise<Answer> {
  const service = chosenService(readSettings(context.environment), context.flags.text('upstream'));
  const ledger = await openCommandLedger(context, service, context.clock.now());
  try {
    return await work(ledger, service);
  } finally {
    await ledger.close();
  }
}
