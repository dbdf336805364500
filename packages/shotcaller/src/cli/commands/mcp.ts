import { randomBytes } from 'node:crypto';
import { createLocalJobs } from '../../mcp/local-jobs.ts';
import { serveOverStdio } from '../../mcp/stdio.ts';
import { requireHome } from '../../settings/default-home.ts';
import { readConfig } from '../../settings/read-config.ts';
import { readSettings } from '../../settings/settings.ts';
import { version } from '../../settings/version.ts';
import { createParts, systemClock } from '../../shotcaller-parts.ts';
import { buyingOptions, clipsFolder } from '../buying-options.ts';
import { ledgerOf } from '../chosen-service.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { clean } from '../render/clean.ts';
import { untilAborted } from '../until-aborted.ts';
import { openUpstream, simulatedSpeed } from '../upstream.ts';

/** `shotcaller mcp`: the agents' door over standard input and output, until the client closes it. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal, signal, environment, clock } = context;
  const { home } = readSettings(environment);
  const config = await readConfig(home);
  const filesFolder = clipsFolder(context);
  const realTime = { ...systemClock, now: () => Date.parse(clock.now()) };
  const upstream = await openUpstream(context, { speed: simulatedSpeed, realTime });
  const buying = await buyingOptions(context, config, upstream);
  const ledger = ledgerOf(context, upstream);
  const parts = createParts({
    // It opens the ledger at its first use: a host starts all its servers together, and asks most of them nothing.
    home: ledger.databaseUrl ? home : requireHome(home),
    ...ledger,
    ...buying,
    // Without a clock of their own, several machines on one database go by its clock.
    ...(upstream.simulated && { clock: upstream.time }),
    filesFolder,
    ...(config.callbackUrl !== null && { callbackUrl: config.callbackUrl }),
  });
  const jobs = createLocalJobs(parts.jobs, {
    onTrouble: (jobId, error) => terminal.talk(`${clean(`${jobId}: ${(error as Error).message}`)}\n`),
  });
  const door = serveOverStdio({
    parts,
    jobs,
    caller: { owner: '', seesAll: true },
    // Simulated jobs go by a faster time than people and agents.
    clock: upstream.simulated ? realTime : parts.clock,
    newToken: (bytes) => randomBytes(bytes).toString('base64url').replaceAll(/[-_]/g, 'x'),
    version,
    simulated: upstream.simulated,
    serviceName: upstream.simulated ? 'the embedded simulator' : upstream.origin,
    showsPaths: true,
    readsFiles: true,
    asksBeforeSpending: !flags.isOn('yes'),
    ...(config.defaultProfile !== null && { defaultProfile: config.defaultProfile }),
  });
  terminal.talk(introduction(upstream.simulated, upstream.origin, filesFolder));
  try {
    await Promise.race([door.closed, untilAborted(signal)]);
    return exitCodes.done;
  } finally {
    await door.close();
    await jobs.close();
    await parts.close();
    await upstream.close();
  }
}

function introduction(simulated: boolean, origin: string, filesFolder: string): string {
  const where = simulated
    ? 'No OPENROUTER_API_KEY: clips come from the embedded simulator, nothing is spent.'
    : `Clips are bought at ${origin}: money is spent.`;
  return `MCP server on standard input and output. ${where} Clips are kept in ${clean(filesFolder)}.\n`;
}
