import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createGateway } from '../../gateway/gateway.ts';
import { isLoopbackHost } from '../../gateway/guards/same-site.ts';
import { openKeyBook } from '../../gateway/keys/key-book.ts';
import { defaultLimits } from '../../gateway/options.ts';
import { gatewayJobId } from '../../gateway/orders/order-id.ts';
import { openGatewayRecords } from '../../gateway/records/sqlite.ts';
import type { Clock } from '../../jobs/steps/step-context.ts';
import { openStore } from '../../jobs/stores/open.ts';
import { createClient } from '../../openrouter/client.ts';
import { createGuardedFetch } from '../../outbound/guarded-fetch.ts';
import { readConfig } from '../../settings/read-config.ts';
import { readSettings } from '../../settings/settings.ts';
import { createShotcaller } from '../../shotcaller.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import { capsOf, ledgerOf } from '../service.ts';
import { openUpstream, SIMULATED_SPEED } from '../upstream.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';

/** `shotcaller serve`: the gateway, until the signal. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal, signal, environment, clock } = context;
  const place = readPlace(context);
  const settings = readSettings(environment);
  const { home } = settings;
  const config = await readConfig(home);
  const caps = capsOf(config);
  const now = () => Date.parse(clock.now());
  const realTime: Clock = {
    now,
    sleep: (ms, { signal: stop } = {}) => sleepFor(Math.max(0, ms), undefined, stop && { signal: stop }),
  };
  const newToken = (bytes: number) => randomBytes(bytes).toString('base64url');
  const named = flags.text('upstream');
  const upstream = await openUpstream(context, {
    ...(named !== undefined && { named }),
    speed: wholeNumberFlag(flags, 'speed', 1, 10_000) ?? SIMULATED_SPEED,
    scenario: flags.list('scenario').join(','),
    realTime,
  });

  const records = openGatewayRecords(join(home, upstream.simulated ? 'gateway-simulated.sqlite' : 'gateway.sqlite'));
  const ledgerPlace = {
    home,
    ...ledgerOf(context, upstream),
  };
  const ledger = await openStore({
    ...ledgerPlace,
    ...(ledgerPlace.ledgerFile !== undefined && { file: ledgerPlace.ledgerFile }),
    now: clock.now(),
  });
  const webhookPath = await records.settled('webhook_path', () => newToken(24));
  const deliverySecret =
    environment.SHOTCALLER_WEBHOOK_SECRET || (await records.settled('delivery_secret', () => `whsec_${newToken(24)}`));
  const client = createClient({ ...upstream.client, clock: upstream.time });
  const shotcaller = createShotcaller({
    ...ledgerPlace,
    ...upstream.client,
    caps,
    billsTeachDays: config.billsTeachDays,
    clock: upstream.time,
    catalog: upstream.catalog,
    filesFolder: flags.text('files') ?? join(home, 'files'),
    // Downloads wait for their turn inside their step: fewer steps at once would make submits wait behind them.
    concurrency: 4096,
    newId: (kind) => (kind === 'order' ? gatewayJobId(now()) : newToken(20)),
    ...(place.publicUrl !== undefined && { callbackUrl: `${place.publicUrl}/hooks/openrouter/${webhookPath}` }),
  });
  const gateway = createGateway({
    shotcaller,
    ledger,
    records,
    catalog: upstream.catalog,
    content: client.content,
    upstream: { origin: upstream.simulated ? 'the embedded simulator' : client.origin, simulated: upstream.simulated },
    clock: realTime,
    jobsNow: () => upstream.time.now(),
    random: Math.random,
    newToken,
    version,
    mode: place.mode,
    keys: openKeyBook({ home, now: clock.now, newToken }),
    webhookPath,
    deliverySecret,
    guardedFetch: createGuardedFetch(),
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
    await shotcaller.close();
    await ledger.close();
    await records.close();
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
