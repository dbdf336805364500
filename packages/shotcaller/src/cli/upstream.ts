import { join } from 'node:path';
import type { Catalog } from '@shotcaller/core';
import { loadCatalog } from '../catalog/load.ts';
import type { Clock } from '../jobs/steps/step-context.ts';
import type { Fetch, GetFetch } from '../openrouter/client.types.ts';
import { readSettings } from '../settings/settings.ts';
import type { CommandContext } from './context.ts';
import { readCatalog } from './read-catalog.ts';
import { UsageError } from './usage-error.ts';

/** The service that clips are bought from. */
export interface Upstream {
  readonly client: {
    readonly baseUrl: string;
    readonly apiKey?: string;
    readonly fetch: Fetch;
    readonly fileFetch?: GetFetch;
    readonly foreignFetch?: Fetch;
  };
  readonly catalog: () => Promise<Catalog>;
  /** The time that jobs go by; simulated time runs faster. */
  readonly time: Clock;
  /** Nothing is spent: the embedded simulator, which needs a ledger of its own. */
  readonly simulated: boolean;
  close(): Promise<void>;
}

export interface UpstreamChoice {
  /** A base URL, or `simulator`. Default: with a key or a base URL in the environment that one, else the simulator. */
  readonly named?: string;
  /** How many times as fast as measured the simulator runs. */
  readonly speed: number;
  /** Faults of the simulator, comma separated. */
  readonly scenario?: string;
  readonly realTime: Clock;
}

/** The embedded simulator runs this many times as fast as measured, unless told otherwise. */
export const SIMULATED_SPEED = 20;

/** Opens the service that the environment or the command line asks for. The simulator's catalogue is what can be bought there. */
export async function openUpstream(
  context: CommandContext,
  { named, speed, scenario, realTime }: UpstreamChoice,
): Promise<Upstream> {
  const { flags, environment, fetch, clock, signal } = context;
  const { apiKey, baseUrl, isBaseUrlGiven, home } = readSettings(environment);
  if (named !== 'simulator' && (named !== undefined || apiKey !== null || isBaseUrlGiven)) {
    const address = named ?? baseUrl;
    if (!URL.canParse(address)) throw new UsageError(`--upstream ${address} is neither a URL nor simulator.`);
    const { createGuardedFetch } = await import('../outbound/guarded-fetch.ts');
    const guarded = createGuardedFetch();
    return {
      client: {
        baseUrl: address,
        fetch,
        ...(context.fileFetch && { fileFetch: context.fileFetch }),
        foreignFetch: (url, init) => guarded(String(url), init as Parameters<typeof guarded>[1]),
        ...(apiKey !== null && { apiKey: apiKey.reveal() }),
      },
      catalog: () => readCatalog(context),
      time: realTime,
      simulated: false,
      close: async () => undefined,
    };
  }
  const { createSimulator, scaledClock } = await import('@shotcaller/simulator');
  const time = scaledClock(realTime.now, speed);
  const simulator = createSimulator({
    clock: time,
    stateDirectory: join(home, 'simulator'),
    ...(scenario && { scenario }),
  });
  return {
    client: {
      baseUrl: 'https://simulator.invalid/api/v1',
      apiKey: 'sk-or-v1-simulator',
      fetch: (input, init) => simulator.fetch(input, init),
    },
    catalog: async () =>
      (await loadCatalog({ choice: flags.text('catalog') ?? 'bundled', baseUrl, home, fetch, clock, signal })).catalog,
    time,
    simulated: true,
    close: () => simulator.close(),
  };
}
