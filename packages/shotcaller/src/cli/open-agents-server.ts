import { randomBytes } from 'node:crypto';
import type { HandedOver, OpenServer } from '../mcp/lazy-server.ts';
import { createLocalJobs } from '../mcp/local-jobs.ts';
import { continuedTransport, serveOverStdio } from '../mcp/stdio.ts';
import type { Config } from '../settings/config.ts';
import { readSettings } from '../settings/settings.ts';
import { createParts } from '../shotcaller-parts.ts';
import { buyingOptions } from './buying-options.ts';
import { ledgerOf } from './chosen-service.ts';
import { commandClock } from './command-clock.ts';
import type { CommandContext } from './context.ts';
import { clean } from './render/clean.ts';
import { openUpstream, simulatedSpeed } from './upstream.ts';

export interface AgentsServerOptions {
  readonly version: string;
  readonly serviceName: string;
  readonly config: Config;
  readonly filesFolder: string;
  readonly handedOver: HandedOver;
}

/** The server behind `shotcaller mcp`, with all that it chooses and buys with. */
export async function openAgentsServer(
  context: CommandContext,
  { version, serviceName, config, filesFolder, handedOver }: AgentsServerOptions,
): Promise<OpenServer> {
  const { flags, terminal, environment } = context;
  const realTime = commandClock(context);
  const upstream = await openUpstream(context, { speed: simulatedSpeed, realTime });
  const parts = createParts({
    // It opens the ledger at its first use.
    home: readSettings(environment).home,
    ...ledgerOf(context, upstream),
    ...(await buyingOptions(context, config, upstream)),
    // Without a clock of their own, several machines on one database go by its clock.
    ...((upstream.simulated || context.jobClock) && { clock: upstream.time }),
    filesFolder,
    ...(config.callbackUrl !== null && { callbackUrl: config.callbackUrl }),
  });
  const jobs = createLocalJobs(parts.jobs, {
    onTrouble: (jobId, error) => terminal.talk(`${clean(`${jobId}: ${(error as Error).message}`)}\n`),
  });
  const door = serveOverStdio(
    {
      parts,
      jobs,
      caller: { owner: '', seesAll: true },
      // Simulated jobs go by a faster time than people and agents.
      clock: upstream.simulated ? realTime : parts.clock,
      newToken: (bytes) => randomBytes(bytes).toString('base64url').replaceAll(/[-_]/g, 'x'),
      version,
      simulated: upstream.simulated,
      serviceName,
      showsPaths: true,
      readsFiles: true,
      asksBeforeSpending: !flags.isOn('yes'),
      ...(config.defaultProfile !== null && { defaultProfile: config.defaultProfile }),
    },
    { transport: continuedTransport(handedOver) },
  );
  return {
    closed: door.closed,
    async close() {
      await door.close();
      await jobs.close();
      await parts.close();
      await upstream.close();
    },
  };
}
