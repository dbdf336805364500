import type { Settings } from '../settings/settings.ts';
import type { CommandContext } from './context.ts';
import { UsageError } from './usage-error.ts';

/** The service that clips are bought from, by name: nothing is opened. */
export interface ChosenService {
  /** The built-in simulator: nothing is spent. */
  readonly simulated: boolean;
  readonly baseUrl: string;
  /** What jobs, sums, budgets and evidence belong to. */
  readonly origin: string;
}

/** Where the built-in simulator seems to be. The name can never be somebody's (RFC 6761). */
const simulatorBaseUrl = 'https://simulator.invalid/api/v1';

/** The service that was named (a base URL, or `simulator`); else, with a key or a base URL in the environment, that one; else the simulator. */
export function chosenService(
  { apiKey, baseUrl, isBaseUrlGiven }: Pick<Settings, 'apiKey' | 'baseUrl' | 'isBaseUrlGiven'>,
  named?: string,
): ChosenService {
  const simulated = named === 'simulator' || (named === undefined && apiKey === null && !isBaseUrlGiven);
  const address = simulated ? simulatorBaseUrl : (named ?? baseUrl);
  if (!URL.canParse(address)) throw new UsageError(`--upstream ${address} is neither a URL nor simulator.`);
  return { simulated, baseUrl: address, origin: new URL(address).origin };
}

/** Where spending is booked: in the database that is named, where each row knows its service; else in a file, simulated spending in one of its own. */
export function ledgerOf(
  { environment }: Pick<CommandContext, 'environment'>,
  { simulated }: Pick<ChosenService, 'simulated'>,
): { readonly databaseUrl?: string; readonly ledgerFile?: string } {
  if (environment.DATABASE_URL) return { databaseUrl: environment.DATABASE_URL };
  return simulated ? { ledgerFile: 'simulated.sqlite' } : {};
}
