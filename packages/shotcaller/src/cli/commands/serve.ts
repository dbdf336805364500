import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGateway } from '../../gateway/gateway.ts';
import { isLoopbackHost } from '../../gateway/guards/same-site.ts';
import { gatewayJobId } from '../../gateway/jobs/job-id.ts';
import { defaultLimits } from '../../gateway/options.ts';
import { checkTarget } from '../../jobs/check-target.ts';
import { createGuardedFetch } from '../../outbound/guarded-fetch.ts';
import { readConfig } from '../../settings/read-config.ts';
import { readSettings } from '../../settings/settings.ts';
import { version } from '../../settings/version.ts';
import { createParts, systemClock } from '../../shotcaller-parts.ts';
import { commandEvidence } from '../command-evidence.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import { openCommandLedger } from '../open-command-ledger.ts';
import { clean } from '../render/clean.ts';
import { capsOf } from '../service.ts';
import { openUpstream, simulatedSpeed } from '../upstream.ts';
import { UsageError } from '../usage-error.ts';
import { waitingOf } from '../waiting.ts';

/** `shotcaller serve`: the gateway, until the signal. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal, signal, environment, clock } = context;
  const place = readPlace(context);
  const { home } = readSettings(environment);
  const config = await readConfig(home);
  const caps = capsOf(config);
  // Clients ask again and again whether their clip is ready.
  const waiting = waitingOf(context, config, 'eager');
  const now = () => Date.parse(clock.now());
  const realTime = { ...systemClock, now };
  const newToken = (bytes: number) => randomBytes(bytes).toString('base64url');
  const filesFolder = resolve(context.workingFolder, flags.text('files') ?? join(home, 'files'));
  checkTarget(undefined, filesFolder);
  const named = flags.text('upstream');
  const upstream = await openUpstream(context, {
    ...(named !== undefined && { named }),
    speed: wholeNumberFlag(flags, 'speed', 1, 10_000) ?? simulatedSpeed,
    scenario: flags.list('scenario').join(','),
    realTime,
  });
  const ledger = await openCommandLedger(context, upstream, clock.now());
  const webhookPath = await ledger.secret('webhook_path', () => newToken(24));
  const deliverySecret =
    environment.SHOTCALLER_WEBHOOK_SECRET || (await ledger.secret('delivery_secret', () => `whsec_${newToken(24)}`));
  const parts = createParts({
    home,
    ledger,
    ...upstream.client,
    caps,
    billsTeachDays: config.billsTeachDays,
    clock: upstream.time,
    catalog: upstream.catalog,
    evidence: await commandEvidence(context),
    filesFolder,
    waiting,
    // Downloads wait for their turn inside their step: fewer steps at once would make submits wait behind them.
    concurrency: 4096,
    newId: (kind) => (kind === 'job' ? gatewayJobId(now()) : newToken(20)),
    ...(place.publicUrl !== undefined && { callbackUrl: `${place.publicUrl}/hooks/openrouter/${webhookPath}` }),
  });
  parts.jobs.carrier.listen((event) => {
    // The one thing that only this process knows.
    if (event.kind === 'not_recorded') terminal.talk(`${clean(event.message)}\n`);
  });
  const gateway = createGateway({
    parts,
    ledger,
    upstream: {
      origin: upstream.simulated ? 'the embedded simulator' : parts.client.origin,
      simulated: upstream.simulated,
    },
    clock: realTime,
    random: Math.random,
    newToken,
    version,
    mode: place.mode,
    webhookPath,
    deliverySecret,
    guardedFetch: context.guardedFetch ?? createGuardedFetch(),
    caps,
    dedupeWindowSeconds: wholeNumberFlag(flags, 'dedupe-window', 0, 86_400) ?? 900,
    limits: {
      maxBodyBytes: (wholeNumberFlag(flags, 'max-body-mb', 1, 1024) ?? defaultLimits.maxBodyBytes / 2 ** 20) * 2 ** 20,
    },
    ...(config.defaultProfile !== null && { defaultProfile: config.defaultProfile }),
    ...(place.publicUrl !== undefined && { publicUrl: place.publicUrl }),
    ...(environment.OPENROUTER_WEBHOOK_SECRET && { upstreamWebhookSecret: environment.OPENROUTER_WEBHOOK_SECRET }),
    ...studio(),
    ...(flags.isOn('log') && { log: (entry: object) => terminal.talk(`${JSON.stringify(entry)}\n`) }),
  });
  try {
    await gateway.recover();
    const server = await gateway.listen(place);
    terminal.out(`${server.url}/api/v1\n`);
    terminal.talk(introduction(server.url, place.mode, upstream.simulated));
    await untilAborted(signal);
    terminal.talk('Ending: no more requests are taken, submits under way are finished, jobs are parked.\n');
    return exitCodes.done;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    terminal.talk(`Port ${place.port} is taken. Choose another: shotcaller serve --port ${place.port + 1}\n`);
    return exitCodes.failed;
  } finally {
    await gateway.close();
    await parts.close();
    await ledger.close();
    await upstream.close();
  }
}

interface Place {
  readonly port: number;
  readonly host: string;
  readonly mode: 'local' | 'server';
  readonly publicUrl?: string;
}

function readPlace({ flags }: CommandContext): Place {
  const host = flags.text('host') ?? '127.0.0.1';
  const mode = flags.isOn('keys') ? 'server' : 'local';
  if (mode === 'local' && !isLoopbackHost(host.includes(':') ? `[${host}]` : host)) {
    throw new UsageError(
      `On ${host} everybody could spend your money. Add --keys, and make keys with shotcaller keys add NAME.`,
    );
  }
  const publicUrl = flags.text('public-url')?.replace(/\/+$/, '');
  if (publicUrl !== undefined && !(URL.canParse(publicUrl) && new URL(publicUrl).protocol === 'https:')) {
    throw new UsageError('--public-url must be an https URL, for example https://video.example.com.');
  }
  if (publicUrl !== undefined && mode === 'local') {
    throw new UsageError('--public-url makes this server public: add --keys.');
  }
  return {
    port: wholeNumberFlag(flags, 'port', 0, 65_535) ?? 8787,
    host,
    mode,
    ...(publicUrl !== undefined && { publicUrl }),
  };
}

/** The built page, wherever the bundler has put this file. */
function studio(): { readonly studioFolder?: string } {
  const places = ['../studio', './studio', '../../studio', '../../../dist/studio'];
  const folder = places
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((path) => existsSync(join(path, 'index.html')));
  return folder === undefined ? {} : { studioFolder: folder };
}

function introduction(url: string, mode: Place['mode'], simulated: boolean): string {
  return [
    simulated ? 'Clips come from the embedded simulator: nothing is spent.' : 'Clips are bought: money is spent.',
    `  clients  OPENROUTER_BASE_URL=${url}/api/v1, model "auto" or any other`,
    `  look     ${url}/  (API: ${url}/reference)`,
    mode === 'local'
      ? '  no key is asked; only this machine is answered'
      : '  every client needs a key: shotcaller keys add NAME',
    '  Ctrl-C ends it.',
    '',
  ].join('\n');
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
