import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Caps } from '../jobs/money/caps.ts';
import { readConfig } from '../settings/read-config.ts';
import { readSettings } from '../settings/settings.ts';
import { createShotcaller, type Shotcaller } from '../shotcaller.ts';
import type { CommandContext } from './context.ts';
import { openUpstream, SIMULATED_SPEED, type Upstream } from './upstream.ts';

/** Where jobs are bought, and the ledger that they are booked in. */
export interface Service {
  readonly shotcaller: Shotcaller;
  /** Nothing is spent: the embedded simulator, in a ledger of its own. */
  readonly simulated: boolean;
  readonly home: string;
  /** The time that jobs go by, milliseconds since 1970; simulated time runs faster. */
  now(): number;
  close(): Promise<void>;
}

/**
 * The service that the environment asks for: with a key or a base URL that one, else the embedded simulator, which is said
 * on standard error. Its catalogue is the simulator's own, so that what is chosen can be bought there.
 */
export async function openService(context: CommandContext): Promise<Service> {
  const { environment, flags, terminal, clock } = context;
  const { home } = readSettings(environment);
  const config = await readConfig(home);
  const callbackUrl = flags.text('callback') ?? config.callbackUrl ?? undefined;
  const now = () => Date.parse(clock.now());
  const realTime = {
    now,
    sleep: (ms: number, { signal }: { signal?: AbortSignal } = {}) => sleepFor(ms, undefined, signal && { signal }),
  };
  const upstream = await openUpstream(context, { speed: SIMULATED_SPEED, realTime });
  if (upstream.simulated) {
    terminal.talk(
      `No OPENROUTER_API_KEY: the embedded simulator answers, ${SIMULATED_SPEED} times as fast as measured. Nothing is spent.\n`,
    );
  }
  const shotcaller = createShotcaller({
    home,
    ...upstream.client,
    ...ledgerOf(context, upstream),
    // A fixed moment (SHOTCALLER_NOW) is for what is printed; real jobs go by real time.
    ...(upstream.simulated && { clock: upstream.time }),
    catalog: upstream.catalog,
    caps: capsOf(config),
    billsTeachDays: config.billsTeachDays,
    filesFolder: context.workingFolder,
    ...(callbackUrl !== undefined && { callbackUrl }),
  });
  const close = async () => {
    await shotcaller.close();
    await upstream.close();
  };
  return { shotcaller, simulated: upstream.simulated, home, now: upstream.time.now, close };
}

/** Where spending is booked. Simulated spending has a file of its own, and is never in the database of the real one. */
export function ledgerOf(
  { environment }: CommandContext,
  { simulated }: Pick<Upstream, 'simulated'>,
): { readonly databaseUrl?: string; readonly ledgerFile?: string } {
  if (simulated) return { ledgerFile: 'simulated.sqlite' };
  return environment.DATABASE_URL ? { databaseUrl: environment.DATABASE_URL } : {};
}

/** The caps that the config sets. */
export function capsOf({ caps }: Awaited<ReturnType<typeof readConfig>>): Caps {
  return Object.fromEntries(Object.entries(caps).filter(([, usd]) => usd !== null));
}
