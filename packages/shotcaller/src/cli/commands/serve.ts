import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultLimits } from '../../gateway/options.ts';
import { isLoopbackHost } from '../../outbound/loopback.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import { openGateway } from '../open-gateway.ts';
import { publicUrlFlag } from '../public-url-flag.ts';
import { untilAborted } from '../until-aborted.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller serve`: the gateway, until the signal. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal, signal } = context;
  const place = readPlace(context);
  const { mode, publicUrl } = place;
  const { gateway, simulatedSpeed, close } = await openGateway(context, {
    mode,
    ...(publicUrl !== undefined && { publicUrl }),
    dedupeWindowSeconds: wholeNumberFlag(flags, 'dedupe-window', 0, 86_400) ?? 900,
    limits: {
      maxBodyBytes: (wholeNumberFlag(flags, 'max-body-mb', 1, 1024) ?? defaultLimits.maxBodyBytes / 2 ** 20) * 2 ** 20,
    },
    agentsBuyUnasked: flags.isOn('yes'),
    ...studio(),
  });
  try {
    await gateway.recover();
    const server = await gateway.listen(place);
    terminal.out(`${server.url}/api/v1\n`);
    terminal.talk(introduction(server.url, mode, simulatedSpeed));
    await untilAborted(signal);
    terminal.talk(
      'Stopping: no new requests are accepted, and submits in progress are finished. Other jobs are continued by other processes of this ledger, or when the server starts again.\n',
    );
    return exitCodes.done;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    terminal.talk(`Port ${place.port} is taken. Choose another: shotcaller serve --port ${place.port + 1}\n`);
    return exitCodes.failed;
  } finally {
    await close();
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
      `With --host ${host}, everybody who reaches this server could spend your money. Add --keys, and make keys with shotcaller keys add NAME.`,
    );
  }
  const publicUrl = publicUrlFlag(flags);
  if (publicUrl !== undefined && mode === 'local') {
    throw new UsageError(
      'With --public-url everybody could reach this server and spend your money. Add --keys, and make keys with shotcaller keys add NAME.',
    );
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

function introduction(url: string, mode: Place['mode'], simulatedSpeed: number | null): string {
  return [
    ...(simulatedSpeed === null
      ? ['Clips are bought: money is spent.']
      : [
          'Clips come from the built-in simulator: nothing is spent.',
          ...(simulatedSpeed > 1
            ? [
                `  time     runs ${simulatedSpeed} times as fast there, so jobs are dated ahead of now; --speed 1 keeps real time`,
              ]
            : []),
        ]),
    `  clients  OPENROUTER_BASE_URL=${url}/api/v1, model "auto" or any other`,
    `  look     ${url}/  (API: ${url}/reference)`,
    mode === 'local'
      ? '  no key is asked; only this machine is answered'
      : '  every client needs a key: shotcaller keys add NAME',
    '  Ctrl-C ends it.',
    '',
  ].join('\n');
}
