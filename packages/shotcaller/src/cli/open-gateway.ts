import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createGateway, type Gateway } from '../gateway/gateway.ts';
import { gatewayJobId } from '../gateway/jobs/job-id.ts';
import type { GatewayOptions } from '../gateway/options.ts';
import { createDatabaseClock } from '../jobs/stores/database-clock.ts';
import { createGuardedFetch } from '../outbound/guarded-fetch.ts';
import { readConfig } from '../settings/read-config.ts';
import { readSettings } from '../settings/settings.ts';
import { version } from '../settings/version.ts';
import { createParts } from '../shotcaller-parts.ts';
import { buyingOptions } from './buying-options.ts';
import { ledgerOf } from './chosen-service.ts';
import { clipsFolder } from './clips-folder.ts';
import { commandClock } from './command-clock.ts';
import { createConfiguredCaps } from './configured-caps.ts';
import type { CommandContext } from './context.ts';
import { wholeNumberFlag } from './number-flag.ts';
import { openCommandLedger } from './open-command-ledger.ts';
import { openFileStore } from './open-file-store.ts';
import { openInTurn } from './open-in-turn.ts';
import { clean } from './render/clean.ts';
import { clocksDifferText } from './render/clocks-differ.ts';
import { startTelemetry } from './telemetry.ts';
import { openUpstream, simulatedSpeed } from './upstream.ts';
import { waitingOf } from './waiting.ts';

export interface OpenGateway {
  readonly gateway: Gateway;
  /** How many times as fast the built-in simulator's time runs, which the jobs carry; `null`: clips are bought. */
  readonly simulatedSpeed: number | null;
  /** Origin of the service that clips are bought from. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Puts a gateway together from flags, environment and configuration: `serve` lets it answer requests, `worker` only lets it work. */
export async function openGateway(
  context: CommandContext,
  place: Pick<
    GatewayOptions,
    'kind' | 'mode' | 'publicUrl' | 'studioFolder' | 'limits' | 'dedupeWindowSeconds' | 'agentsBuyUnasked'
  >,
): Promise<OpenGateway> {
  const { flags, terminal, environment, clock } = context;
  const { home } = readSettings(environment);
  const config = await readConfig(home);
  const configured = createConfiguredCaps(home, config);
  const realTime = createDatabaseClock(commandClock(context));
  const newToken = (bytes: number) => randomBytes(bytes).toString('base64url');
  return openInTurn(async (keep) => {
    const fileStore = await openFileStore(context);
    if (fileStore) keep(fileStore);
    // On their way to a store files stand here.
    const filesFolder = fileStore ? join(home, 'files') : clipsFolder(context);
    const named = flags.text('upstream');
    const speed = wholeNumberFlag(flags, 'speed', 1, 10_000) ?? simulatedSpeed;
    const upstream = keep(
      await openUpstream(context, {
        ...(named !== undefined && { named }),
        speed,
        scenario: flags.list('scenario').join(','),
        // On the page people vote on takes without knowing whose they are.
        modelInClips: false,
        realTime,
      }),
    );
    if (upstream.simulated && ledgerOf(context, upstream).databaseUrl) terminal.talk(simulatorIsAlone);
    keep(await startTelemetry(context));
    const ledger = keep(await openCommandLedger(context, upstream, clock.now()));
    await realTime.follow(ledger);
    const differ = clocksDifferText(realTime.now() - realTime.machineNow());
    if (differ) terminal.talk(`${differ}\n`);
    const webhookPath = await ledger.secret('webhook_path', () => newToken(24));
    const deliverySecret =
      environment.SHOTCALLER_WEBHOOK_SECRET || (await ledger.secret('delivery_secret', () => `whsec_${newToken(24)}`));
    const buying = await buyingOptions(context, config, upstream);
    const parts = keep(
      createParts({
        ...buying,
        home,
        ledger,
        caps: configured.now,
        clock: upstream.time,
        filesFolder,
        fileStore,
        // Clients ask again and again whether their clip is ready.
        waiting: waitingOf(context, config, 'eager'),
        // Downloads wait for their turn inside their step: fewer steps at once would make submits wait behind them.
        concurrency: 4096,
        newId: (kind) => (kind === 'job' ? gatewayJobId(realTime.now(), newToken) : newToken(20)),
        ...(place.publicUrl !== undefined && { callbackUrl: `${place.publicUrl}/hooks/openrouter/${webhookPath}` }),
      }),
    );
    parts.jobs.carrier.listen((event) => {
      // The one thing that only this process knows.
      if (event.kind === 'not_recorded') terminal.talk(`${clean(event.message)}\n`);
    });
    const gateway = keep(
      createGateway({
        ...place,
        parts,
        ledger,
        fileStore,
        upstream: {
          origin: upstream.simulated ? 'the built-in simulator' : parts.client.origin,
          simulated: upstream.simulated,
        },
        clock: realTime,
        machineNow: () => realTime.machineNow(),
        setClock: () => realTime.follow(ledger),
        random: Math.random,
        newToken,
        version,
        webhookPath,
        deliverySecret,
        guardedFetch: context.guardedFetch ?? createGuardedFetch(),
        changeCaps: configured.change,
        ...(config.defaultProfile !== null && { defaultProfile: config.defaultProfile }),
        ...(environment.OPENROUTER_WEBHOOK_SECRET && { upstreamWebhookSecret: environment.OPENROUTER_WEBHOOK_SECRET }),
        ...(flags.isOn('log') && { log: (entry: object) => terminal.talk(`${JSON.stringify(entry)}\n`) }),
      }),
    );
    return { gateway, simulatedSpeed: upstream.simulated ? speed : null, origin: parts.client.origin };
  });
}

const simulatorIsAlone =
  'The built-in simulator lives in this process alone: other processes on this database cannot finish its jobs. For several, run shotcaller simulate, and set OPENROUTER_BASE_URL for each.\n';
