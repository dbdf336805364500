import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { openGateway } from '../open-gateway.ts';
import { publicUrlFlag } from '../public-url-flag.ts';
import { untilAborted } from '../until-aborted.ts';

/** `shotcaller worker`: goes on with jobs of gateways whose process is gone, until the signal. It answers no requests. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal, signal } = context;
  const publicUrl = publicUrlFlag(flags);
  const { gateway, origin, simulated, close } = await openGateway(context, {
    mode: 'server',
    ...(publicUrl !== undefined && { publicUrl }),
  });
  try {
    await gateway.recover();
    terminal.talk(
      [
        `Working on jobs of ${simulated ? 'the embedded simulator: nothing is spent' : origin}.`,
        'Jobs of a gateway that stopped are finished here. Nothing is bought that was not ordered.',
        'Ctrl-C ends it: submits under way are finished, jobs are parked for another process.',
        '',
      ].join('\n'),
    );
    await untilAborted(signal);
    terminal.talk('Ending: submits under way are finished, jobs are parked.\n');
    return exitCodes.done;
  } finally {
    await close();
  }
}
