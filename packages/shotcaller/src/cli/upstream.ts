import { join } from 'node:path';
import type { Catalog } from '@shotcaller/core';
import type { WireModel } from '@shotcaller/simulator';
import type { Clock } from '../clock.ts';
import { atFirstUse, openedAtFirstUse } from '../first-use.ts';
import type { Fetch, GetFetch } from '../openrouter/client.types.ts';
import type { CallFetch } from '../outbound/plain-fetch.ts';
import { readSettings } from '../settings/settings.ts';
import { type ChosenService, chosenService } from './chosen-service.ts';
import type { CommandContext } from './context.ts';
import { readCatalog } from './read-catalog.ts';

/** The service that clips are bought from, open. */
export interface Upstream extends ChosenService {
  readonly client: {
    readonly baseUrl: string;
    readonly apiKey?: string;
    readonly fetch: Fetch;
    readonly jobFetch?: CallFetch;
    readonly fileFetch?: GetFetch;
    readonly foreignFetch?: Fetch;
  };
  /** What can be bought there. */
  readonly catalog: () => Promise<Catalog>;
  /** The time that jobs go by; simulated time runs faster. */
  readonly time: Clock;
  close(): Promise<void>;
}

export interface UpstreamChoice {
  /** A base URL, or `simulator`. Default: with a key or a base URL in the environment that one, else the simulator. */
  readonly named?: string;
  /** How many times as fast as measured the simulator runs. */
  readonly speed: number;
  /** Faults of the simulator, comma separated. */
  readonly scenario?: string;
  /** The simulator writes the name of the model into its clips. Default true. */
  readonly modelInClips?: boolean;
  readonly realTime: Clock;
}

/** The built-in simulator runs this many times as fast as measured, unless told otherwise. */
export const simulatedSpeed = 20;

/** Opens the service that the environment or the command line asks for. */
export async function openUpstream(context: CommandContext, choice: UpstreamChoice): Promise<Upstream> {
  const settings = readSettings(context.environment);
  const service = chosenService(settings, choice.named);
  if (service.simulated) return openSimulator(context, choice, service);
  let guarded = context.guardedFetch;
  const { apiKey } = settings;
  return {
    ...service,
    client: {
      baseUrl: service.baseUrl,
      fetch: context.fetch,
      ...(context.jobFetch && { jobFetch: context.jobFetch }),
      ...(context.fileFetch && { fileFetch: context.fileFetch }),
      foreignFetch: async (url, init) => {
        guarded ??= (await import('../outbound/guarded-fetch.ts')).createGuardedFetch();
        return guarded(String(url), init as Parameters<typeof guarded>[1]);
      },
      ...(apiKey !== null && { apiKey: apiKey.reveal() }),
    },
    catalog: catalogOf(context, service),
    time: choice.realTime,
    close: async () => undefined,
  };
}

/** The list of the service itself, unless `--catalog` gives another one; then it is said, once, whose prices those are. */
function catalogOf(context: CommandContext, { baseUrl, origin }: ChosenService): Upstream['catalog'] {
  const choice = context.flags.text('catalog');
  let isSaid = choice === undefined || choice === 'live';
  return () => {
    if (!isSaid) {
      context.terminal.talk(
        `Prices are from --catalog ${choice}, but clips are bought from ${origin}, which may bill other prices.\n`,
      );
    }
    isSaid = true;
    return readCatalog(context, { baseUrl, forBuying: true });
  };
}

/**
 * The built-in simulator sells the list that flags and environment ask for, read once, so that what is chosen can be bought there. It is
 * loaded and made at the first request: commands that only read the ledger wait for neither it nor a list, and no agent's host for a server that it asks nothing.
 */
async function openSimulator(
  context: CommandContext,
  { speed, scenario, modelInClips, realTime }: UpstreamChoice,
  service: ChosenService,
): Promise<Upstream> {
  const startMs = realTime.now();
  const catalog = atFirstUse(() => readCatalog(context));
  const simulator = openedAtFirstUse(async () => {
    const { loadSimulator } = await import('./embedded-simulator.ts');
    const { createSimulator, scaledClock } = await loadSimulator();
    const { wireModelOf } = await import('../openrouter/wire-model.ts');
    return createSimulator({
      clock: scaledClock(realTime.now, speed, startMs),
      stateDirectory: join(readSettings(context.environment).home, 'simulator'),
      // The catalogue may name kinds of frames that the simulator does not know; it refuses those.
      catalog: (await catalog()).models.map(wireModelOf) as readonly WireModel[],
      ...(scenario && { scenario }),
      ...(modelInClips !== undefined && { modelInClips }),
    });
  });
  return {
    ...service,
    client: {
      baseUrl: service.baseUrl,
      apiKey: 'sk-or-v1-simulator',
      fetch: async (input, init) => (await simulator.use()).fetch(input, init),
    },
    catalog,
    time: fasterTime(realTime, speed, startMs),
    close: simulator.close,
  };
}

/** The time of the simulator's clock, for those who go by it before it is loaded: from `startMs` on it runs `speed` times as fast. */
function fasterTime(realTime: Clock, speed: number, startMs: number): Clock {
  return {
    now: () => startMs + (realTime.now() - startMs) * speed,
    sleep: (durationMs, options) => realTime.sleep(durationMs / speed, options),
  };
}
