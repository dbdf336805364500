import { createSimulator, explainScenarios, parseScenarios, UnknownScenarioError } from '@shotcaller/simulator';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';

export interface SimulateOptions {
  readonly port: number;
  readonly scenario: string;
  readonly speed: number;
  readonly seed: number;
  readonly catalog?: string;
  readonly stateDirectory?: string;
  readonly creditsUsd?: number;
  readonly inFlightBudgetUsd?: number;
  readonly webhookSecret?: string;
  readonly allowInsecureCallbacks: boolean;
}

export interface SimulateTerminal {
  readonly out: (text: string) => void;
  readonly talk: (text: string) => void;
  /** Ends the server. */
  readonly signal: AbortSignal;
}

/** `shotcaller simulate`. */
export function run({ flags, terminal, signal }: CommandContext): Promise<number> {
  const number = (name: string, fallback: number, least: number) => readNumber(name, flags.text(name), fallback, least);
  const optional = (name: string) => (flags.text(name) === undefined ? undefined : number(name, 0, 0));
  const [catalog, stateDirectory, webhookSecret] = [
    flags.text('catalog'),
    flags.text('state'),
    flags.text('webhook-secret'),
  ];
  const [creditsUsd, inFlightBudgetUsd] = [optional('credits'), optional('in-flight-budget')];
  return runSimulate(
    {
      port: number('port', 8787, 0),
      scenario: flags.list('scenario').join(','),
      speed: number('speed', 1, Number.MIN_VALUE),
      seed: number('seed', 1, Number.NEGATIVE_INFINITY),
      allowInsecureCallbacks: flags.isOn('allow-insecure-callbacks'),
      ...(catalog !== undefined && { catalog }),
      ...(stateDirectory !== undefined && { stateDirectory }),
      ...(webhookSecret !== undefined && { webhookSecret }),
      ...(creditsUsd !== undefined && { creditsUsd }),
      ...(inFlightBudgetUsd !== undefined && { inFlightBudgetUsd }),
    },
    { out: terminal.out, talk: terminal.talk, signal },
  );
}

/** Serves until the signal, and answers with the exit code. */
export async function runSimulate(options: SimulateOptions, terminal: SimulateTerminal): Promise<number> {
  const { port, ...rest } = options;
  if (options.scenario === 'list') {
    terminal.out(explainScenarios());
    return exitCodes.done;
  }
  checkScenario(options.scenario);
  const simulator = createSimulator(rest);
  try {
    const server = await simulator.listen({ port });
    terminal.out(`${server.url}/api/v1\n`);
    terminal.talk(introduction(server.url, options));
    await untilAborted(terminal.signal);
    return exitCodes.done;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    terminal.talk(`Port ${port} on 127.0.0.1 is taken. Choose another: shotcaller simulate --port ${port + 1}\n`);
    return exitCodes.failed;
  } finally {
    await simulator.close();
  }
}

function introduction(url: string, { scenario, speed, seed, stateDirectory }: SimulateOptions): string {
  return [
    `Simulating OpenRouter's video API. Nothing is spent; any key is accepted.`,
    `  use      OPENROUTER_BASE_URL=${url}/api/v1 OPENROUTER_API_KEY=sk-or-v1-simulator`,
    `  look     ${url}/__simulator/jobs  (also bills, deliveries, requests)`,
    `  speed ${speed}, seed ${seed}, scenarios ${scenario || 'none'}, state ${stateDirectory ?? 'in memory'}`,
    '  Ctrl-C ends it.',
    '',
  ].join('\n');
}

function checkScenario(text: string): void {
  try {
    parseScenarios(text);
  } catch (error) {
    if (error instanceof UnknownScenarioError) throw new UsageError(error.message);
    throw error;
  }
}

function readNumber(name: string, text: string | undefined, fallback: number, least: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
  throw new UsageError(`--${name} needs a number${least >= 0 ? ' that is not below 0' : ''}, got "${text}".`);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
