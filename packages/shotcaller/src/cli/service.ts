import type { Choice } from '../choice/choice.ts';
import type { LookAtPictures } from '../inputs/look-at-pictures.ts';
import { isoOf } from '../iso-time.ts';
import type { Ledger } from '../jobs/ledger.ts';
import { readConfig } from '../settings/read-config.ts';
import { readSettings } from '../settings/settings.ts';
import { createShotcaller, type Shotcaller } from '../shotcaller.ts';
import { buyingOptions } from './buying-options.ts';
import { commandClock } from './command-clock.ts';
import type { CommandContext } from './context.ts';
import { openChoice } from './open-choice.ts';
import { openCommandLedger } from './open-command-ledger.ts';
import { openInTurn } from './open-in-turn.ts';
import { startTelemetry } from './telemetry.ts';
import { openUpstream, simulatedSpeed } from './upstream.ts';
import { waitingOf } from './waiting.ts';

/** Where jobs are bought, the ledger that they are booked in, and what is asked which model to buy. */
export interface Service {
  readonly shotcaller: Shotcaller;
  /** The same that `pick`, `quote` and `preview` ask. */
  readonly choice: Choice;
  readonly lookAtPictures: LookAtPictures;
  readonly ledger: Ledger;
  /** What its jobs belong to. */
  readonly origin: string;
  /** Nothing is spent: the built-in simulator, in a ledger of its own. */
  readonly simulated: boolean;
  readonly home: string;
  /** The time that jobs go by, milliseconds since 1970; simulated time runs faster. */
  now(): number;
  close(): Promise<void>;
}

/** The service that the environment asks for: with a key or a base URL that one, else the built-in simulator, which is said on standard error. */
export async function openService(context: CommandContext): Promise<Service> {
  const { environment, flags, terminal, jobClock } = context;
  const { home } = readSettings(environment);
  const config = await readConfig(home);
  const callbackUrl = flags.text('callback') ?? config.callbackUrl ?? undefined;
  const waiting = waitingOf(context, config, terminal.interactive ? 'eager' : 'thrifty');
  return openInTurn(async (keep) => {
    const upstream = keep(await openUpstream(context, { speed: simulatedSpeed, realTime: commandClock(context) }));
    const { origin, simulated, time } = upstream;
    if (simulated) {
      terminal.talk(
        `No OPENROUTER_API_KEY: the built-in simulator answers, ${simulatedSpeed} times as fast as measured. Nothing is spent.\n`,
      );
    }
    keep(await startTelemetry(context));
    const ledger = keep(await openCommandLedger(context, upstream, isoOf(time.now())));
    const buying = await buyingOptions(context, config, upstream);
    const choice = await openChoice(context, { ...buying, ledger });
    const shotcaller = keep(
      createShotcaller({
        home,
        ledger,
        ...buying,
        // A fixed moment (SHOTCALLER_NOW) is for choosing and printing; real jobs go by real time.
        ...((simulated || jobClock) && { clock: time }),
        filesFolder: context.workingFolder,
        waiting,
        ...(callbackUrl !== undefined && { callbackUrl }),
      }),
    );
    return {
      shotcaller,
      choice,
      lookAtPictures: buying.lookAtPictures,
      ledger,
      origin,
      simulated,
      home,
      now: time.now,
    };
  });
}

/** Works with the service, and closes it. */
export async function withService<Answer>(
  context: CommandContext,
  work: (service: Service) => Promise<Answer>,
): Promise<Answer> {
  const service = await openService(context);
  try {
    return await work(service);
  } finally {
    await service.close();
  }
}
