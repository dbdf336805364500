import { type OwnEvidence, readOwnEvidence } from '../choice/own-evidence.ts';
import type { Ledger } from '../jobs/ledger.ts';
import type { ChosenService } from './chosen-service.ts';
import type { CommandContext } from './context.ts';
import { openCommandLedger } from './open-command-ledger.ts';

export interface LedgerEvidenceOptions {
  readonly service: ChosenService;
  readonly billsTeachDays: number;
  /** The ledger, when it is open already; else it is opened for this and closed again. */
  readonly ledger: Ledger | undefined;
}

/** Own evidence out of the ledger itself. */
export async function readLedgerEvidence(
  context: Pick<CommandContext, 'environment' | 'clock'>,
  { service, billsTeachDays, ledger }: LedgerEvidenceOptions,
): Promise<OwnEvidence> {
  const now = context.clock.now();
  const opened = ledger ?? (await openCommandLedger(context, service, now));
  try {
    const asked = { service: service.origin, nowMs: Date.parse(now), billsTeachDays };
    return (await readOwnEvidence(opened, asked)).own;
  } finally {
    if (opened !== ledger) await opened.close();
  }
}
