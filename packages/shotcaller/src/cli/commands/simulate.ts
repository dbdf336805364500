import { parseRooms, type Room, serveSimulator, UnknownScenarioError } from '@shotcaller/simulator';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller simulate`: the flags as options; serving is the simulator's own. */
export async function run({ flags, terminal, signal }: CommandContext): Promise<number> {
  const number = (name: string, least: number) => readNumber(name, flags.text(name), least);
  try {
    return await serveSimulator(
      {
        port: number('port', 0),
        scenario: flags.list('scenario').join(','),
        speed: number('speed', Number.MIN_VALUE),
        seed: number('seed', Number.NEGATIVE_INFINITY),
        catalog: flags.text('catalog'),
        stateDirectory: flags.text('state'),
        creditsUsd: number('credits', 0),
        inFlightBudgetUsd: number('in-flight-budget', 0),
        jobsAtOnce: readRooms(flags.text('jobs-at-once')),
        webhookSecret: flags.text('webhook-secret'),
        allowInsecureCallbacks: flags.isOn('allow-insecure-callbacks'),
      },
      { out: terminal.out, talk: terminal.talk, signal, command: 'shotcaller simulate' },
    );
  } catch (error) {
    if (error instanceof UnknownScenarioError) throw new UsageError(error.message);
    throw error;
  }
}

function readNumber(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
  throw new UsageError(`--${name} needs a number${least >= 0 ? ' that is not below 0' : ''}, got "${text}".`);
}

function readRooms(text: string | undefined): readonly Room[] | undefined {
  try {
    return text === undefined ? undefined : parseRooms(text);
  } catch (error) {
    throw new UsageError(`--jobs-at-once: ${(error as Error).message}`);
  }
}
