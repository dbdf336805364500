import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import { openGateway } from '../open-gateway.ts';
import { publicUrlFlag } from '../public-url-flag.ts';
import { untilAborted } from '../until-aborted.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller worker`: goes on with jobs of gateways whose process is gone, until the signal. It answers nothing but how it is. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal, signal } = context;
  const publicUrl = publicUrlFlag(flags);
  const healthPort = wholeNumberFlag(flags, 'health-port', 0, 65_535);
  const healthHost = flags.text('health-host');
  if (healthHost !== undefined && healthPort === undefined) throw new UsageError('--health-host needs --health-port.');
  const { gateway, origin, simulatedSpeed, close } = await openGateway(context, {
    kind: 'worker',
    mode: 'server',
    ...(publicUrl !== undefined && { publicUrl }),
  });
  try {
    await gateway.recover();
    if (healthPort !== undefined) {
      const place = { port: healthPort, ...(healthHost !== undefined && { host: healthHost }) };
      const server = await gateway.listen({ ...place, only: ['/v1/live', '/v1/ready', '/v1/health', '/v1/metrics'] });
      terminal.out(`${server.url}/v1/ready\n`);
    }
    terminal.talk(
      [
        `Working on jobs of ${simulatedSpeed !== null ? 'the built-in simulator: no money is spent' : origin}.`,
        'Jobs of a gateway that stopped are finished here. Nothing is bought that was not ordered.',
        'Ctrl-C ends it: submits under way are finished, jobs are parked for another process.',
        '',
      ].join('\n'),
    );
    await untilAborted(signal);
    terminal.talk(
      'Stopping: submits in progress are finished. Other jobs are continued by other processes of this ledger, or when one starts again.\n',
    );
    return exitCodes.done;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    terminal.talk(`Port ${healthPort} is taken. Choose another: --health-port ${(healthPort ?? 0) + 1}\n`);
    return exitCodes.failed;
  } finally {
    await close();
  }
}
