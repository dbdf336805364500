import { join } from 'node:path';
import type { Catalog, Evidence } from '@shotcaller/core';
import { type Choice, createChoice } from '../choice/choice.ts';
import type { OwnEvidence } from '../choice/own-evidence.ts';
import { cachedOwnEvidence } from '../choice/own-evidence-cache.ts';
import type { Ledger } from '../jobs/ledger.ts';
import { noHome } from '../settings/default-home.ts';
import { readConfig } from '../settings/read-config.ts';
import { readSettings } from '../settings/settings.ts';
import { type ChosenService, chosenService, ledgerOf } from './chosen-service.ts';
import { commandEvidence } from './command-evidence.ts';
import type { CommandContext } from './context.ts';
import { readCatalog } from './read-catalog.ts';

export interface OpenChoiceOptions {
  /** Default what flags and environment ask for. */
  readonly catalog?: () => Promise<Catalog>;
  /** Default what ships with the program, with the evidence of your own added. */
  readonly evidence?: Evidence;
  /** The ledger, when it is open already. */
  readonly ledger?: Ledger;
  /** What a ledger that cannot be read would have said is asked for itself: nothing stands in for it. Default false. */
  readonly needsLedger?: boolean;
}

/**
 * What every command asks for a model, a price or a request: the catalogue that flags and environment ask for, with what the ledger of the
 * service in use says about own runs, failures and bills. It opens no ledger that it knows already.
 */
export async function openChoice(
  context: CommandContext,
  { catalog = () => readCatalog(context), evidence, ledger, needsLedger = false }: OpenChoiceOptions = {},
): Promise<Choice> {
  const { environment, clock } = context;
  const settings = readSettings(environment);
  const { billsTeachDays } = await readConfig(settings.home);
  const service = chosenService(settings);
  return createChoice({
    catalog,
    evidence: evidence ?? (await commandEvidence(context)),
    billsTeachDays,
    now: () => Date.parse(clock.now()),
    async ownEvidence() {
      const own = await ownEvidence(context, service, { home: settings.home, billsTeachDays, ledger, needsLedger });
      return { own, attempts: own.runs.length };
    },
  });
}

interface OwnEvidenceOptions {
  readonly home: string;
  readonly billsTeachDays: number;
  readonly ledger: Ledger | undefined;
  readonly needsLedger: boolean;
}

async function ownEvidence(
  context: CommandContext,
  service: ChosenService,
  { home, billsTeachDays, ledger, needsLedger }: OwnEvidenceOptions,
): Promise<OwnEvidence> {
  const { ledgerFile = 'ledger.sqlite', databaseUrl } = ledgerOf(context, service);
  const read = async () => {
    // The database drivers are loaded only by those who need them.
    const { readLedgerEvidence } = await import('./read-ledger-evidence.ts');
    return readLedgerEvidence(context, { service, billsTeachDays, ledger });
  };
  try {
    if (databaseUrl !== undefined) return await read();
    if (home === noHome) return nothingOwn;
    const ledgerPath = join(home, ledgerFile);
    const now = context.clock.now();
    return await cachedOwnEvidence({ ledgerPath, service: service.origin, now, billsTeachDays, read });
  } catch (error) {
    if (ledger || needsLedger) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    context.terminal.talk(`${problem} So the choice does not use your own runs and bills.\n`);
    return nothingOwn;
  }
}

const nothingOwn: OwnEvidence = { runs: [], outcomes: [], priceCorrections: [], votes: [] };
