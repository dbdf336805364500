import { openLazyServer } from '../../mcp/lazy-server.ts';
import { readFirstAnswers } from '../../mcp/read-first-answers.ts';
import { requireHome } from '../../settings/default-home.ts';
import { readConfig } from '../../settings/read-config.ts';
import { readSettings } from '../../settings/settings.ts';
import { version } from '../../settings/version.ts';
import { chosenService, ledgerOf } from '../chosen-service.ts';
import { clipsFolder } from '../clips-folder.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { givenEvidence } from '../given-evidence.ts';
import { clean } from '../render/clean.ts';
import { untilAborted } from '../until-aborted.ts';

/** `shotcaller mcp`: the agents' door over standard input and output, until the client closes it. */
export async function run(context: CommandContext): Promise<number> {
  const { terminal, signal, environment } = context;
  const settings = readSettings(environment);
  const config = await readConfig(settings.home);
  const service = chosenService(settings);
  const filesFolder = clipsFolder(context);
  // What is wrong is said at the start, and not at the first call.
  await givenEvidence(context);
  if (ledgerOf(context, service).databaseUrl === undefined) requireHome(settings.home);
  terminal.talk(introduction(service.simulated, service.origin, filesFolder));
  const facts = { version, simulated: service.simulated, serviceName: serviceName(service) };
  const server = openLazyServer({
    input: process.stdin,
    output: process.stdout,
    answers: readFirstAnswers(facts),
    openServer: async (handedOver) => {
      const { openAgentsServer } = await import('../open-agents-server.ts');
      return openAgentsServer(context, { ...facts, config, filesFolder, handedOver });
    },
  });
  try {
    await Promise.race([server.closed, untilAborted(signal)]);
    return exitCodes.done;
  } finally {
    await server.close();
  }
}

function serviceName({ simulated, origin }: { readonly simulated: boolean; readonly origin: string }): string {
  return simulated ? 'the built-in simulator' : origin;
}

function introduction(simulated: boolean, origin: string, filesFolder: string): string {
  const where = simulated
    ? 'No OPENROUTER_API_KEY: clips come from the built-in simulator, nothing is spent.'
    : `Clips are bought at ${origin}: money is spent.`;
  return `MCP server on standard input and output. ${where} Clips are kept in ${clean(filesFolder)}.\n`;
}
