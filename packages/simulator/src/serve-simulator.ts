import { createSimulator } from './create-simulator.ts';
import { explainScenarios, parseScenarios } from './faults/parse.ts';
import type { SimulatorOptions } from './options.ts';

/** Options of the simulator that a served one takes as they are. */
export type Served = 'catalog' | 'stateDirectory' | 'creditsUsd' | 'inFlightBudgetUsd' | 'jobsAtOnce' | 'webhookSecret';

/** As in SimulatorOptions; an option that is undefined has its default. */
export type ServeSimulatorOptions = { readonly [Name in Served]?: SimulatorOptions[Name] | undefined } & {
  /** On 127.0.0.1. Default 8787; 0 for any free port. */
  readonly port?: number | undefined;
  /** "list" prints the scenarios instead of serving. Default none. */
  readonly scenario?: string | undefined;
  readonly speed?: number | undefined;
  readonly seed?: number | undefined;
  readonly allowInsecureCallbacks?: boolean | undefined;
};

/** Where a served simulator writes to, and what ends it. */
export interface ServeSimulatorTerminal {
  /** Takes the base URL, or the list of scenarios: what another program may read. */
  readonly out: (text: string) => void;
  /** Takes what a person reads. */
  readonly talk: (text: string) => void;
  /** Ends the server. */
  readonly signal: AbortSignal;
  /** What was typed to come here; stands in the advice on another port. */
  readonly command: string;
}

/**
 * Serves the simulator until the signal, and answers with the exit code: 1 when the port is taken, else 0. Throws
 * UnknownScenarioError, and Error where the catalogue or the state cannot be read.
 */
export async function serveSimulator(
  { port = 8787, scenario = '', speed = 1, seed = 1, ...rest }: ServeSimulatorOptions,
  { out, talk, signal, command }: ServeSimulatorTerminal,
): Promise<0 | 1> {
  if (scenario === 'list') {
    out(explainScenarios());
    return 0;
  }
  parseScenarios(scenario);
  const simulator = createSimulator({ scenario, speed, seed, ...withoutUndefined(rest) });
  try {
    const server = await simulator.listen({ port });
    out(`${server.url}/api/v1\n`);
    talk(introduction(server.url, { scenario, speed, seed, stateDirectory: rest.stateDirectory }));
    await untilAborted(signal);
    return 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    talk(`Port ${port} on 127.0.0.1 is taken. Choose another: ${command} --port ${port + 1}\n`);
    return 1;
  } finally {
    await simulator.close();
  }
}

function introduction(url: string, { scenario, speed, seed, stateDirectory }: ServeSimulatorOptions): string {
  return [
    `Simulating OpenRouter's video API. Nothing is spent; any key is accepted.`,
    `  use      OPENROUTER_BASE_URL=${url}/api/v1 OPENROUTER_API_KEY=sk-or-v1-simulator`,
    `  look     ${url}/__simulator/jobs  (also bills, deliveries, requests)`,
    `  speed ${speed}, seed ${seed}, scenarios ${scenario || 'none'}, state ${stateDirectory ?? 'in memory'}`,
    '  Ctrl-C ends it.',
    '',
  ].join('\n');
}

function withoutUndefined(options: Partial<Record<string, unknown>>): SimulatorOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
