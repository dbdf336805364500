import { join } from 'node:path';
import { loadCatalog } from '../catalog/load.ts';
import { readConfig } from '../settings/read-config.ts';
import { readSettings } from '../settings/settings.ts';
import { createShotcaller, type Shotcaller } from '../shotcaller.ts';
import type { CommandContext } from './context.ts';
import { readCatalog } from './read-catalog.ts';
import { scaledClock } from './scaled-clock.ts';

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

/** The embedded simulator runs this many times as fast as measured. */
const SIMULATED_SPEED = 20;
const SIMULATED_BASE_URL = 'https://simulator.invalid/api/v1';

/**
 * The service that the environment asks for: with a key or a base URL that one, else the embedded simulator, which is said
 * on standard error. Its catalogue is the simulator's own, so that what is chosen can be bought there.
 */
export async function openService(context: CommandContext): Promise<Service> {
  const { environment, flags, terminal, clock } = context;
  const { apiKey, baseUrl, isBaseUrlGiven, home } = readSettings(environment);
  const config = await readConfig(home);
  const caps = {
    ...(config.caps.perJobUsd !== null && { perJobUsd: config.caps.perJobUsd }),
    ...(config.caps.perDayUsd !== null && { perDayUsd: config.caps.perDayUsd }),
    ...(config.caps.perMonthUsd !== null && { perMonthUsd: config.caps.perMonthUsd }),
  };
  const callbackUrl = flags.text('callback') ?? config.callbackUrl ?? undefined;
  const shared = {
    home,
    caps,
    billsTeachDays: config.billsTeachDays,
    filesFolder: context.workingFolder,
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
  };

  if (apiKey !== null || isBaseUrlGiven) {
    const { createGuardedFetch } = await import('../outbound/guarded-fetch.ts');
    const guarded = createGuardedFetch();
    const shotcaller = createShotcaller({
      ...shared,
      ...(environment.DATABASE_URL ? { databaseUrl: environment.DATABASE_URL } : {}),
      baseUrl,
      ...(apiKey === null ? {} : { apiKey: apiKey.reveal() }),
      fetch: context.fetch,
      ...(context.fileFetch && { fileFetch: context.fileFetch }),
      foreignFetch: (url, init) => guarded(String(url), init as Parameters<typeof guarded>[1]),
      catalog: () => readCatalog(context),
    });
    return { shotcaller, simulated: false, home, now: () => Date.parse(clock.now()), close: () => shotcaller.close() };
  }

  terminal.talk(
    `No OPENROUTER_API_KEY: the embedded simulator answers, ${SIMULATED_SPEED} times as fast as measured. Nothing is spent.\n`,
  );
  const { createSimulator } = await import('../simulator/index.ts');
  const time = scaledClock(() => Date.parse(clock.now()), SIMULATED_SPEED);
  const simulator = createSimulator({ clock: time, stateDirectory: join(home, 'simulator') });
  const shotcaller = createShotcaller({
    ...shared,
    baseUrl: SIMULATED_BASE_URL,
    apiKey: 'sk-or-v1-simulator',
    ledgerFile: 'simulated.sqlite',
    clock: time,
    fetch: (input, init) => simulator.fetch(input, init),
    catalog: async () => {
      const choice = flags.text('catalog') ?? 'bundled';
      return (await loadCatalog({ choice, baseUrl, home, fetch: context.fetch, clock, signal: context.signal }))
        .catalog;
    },
  });
  const close = async () => {
    await shotcaller.close();
    await simulator.close();
  };
  return { shotcaller, simulated: true, home, now: time.now, close };
}
