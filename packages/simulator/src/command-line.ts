import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CatalogFileError } from './catalog.ts';
import { UnknownScenarioError } from './faults/parse.ts';
import { parseRooms, type Room } from './room.ts';
import { type ServeSimulatorTerminal, serveSimulator } from './serve-simulator.ts';

const command = 'npx @shotcaller/simulator';

/** The flags, in the order of the help: what a value is called, and what the flag does. */
const flags = {
  port: ['N', 'port on 127.0.0.1; default 8787, 0 for any'],
  scenario: ['NAME', 'faults to act out; "list" explains them (repeatable)'],
  catalog: ['FILE', 'models to serve and to check against; default the bundled ones'],
  speed: ['N', 'how many times faster than measured; default 1'],
  seed: ['N', 'ids, waiting times and faults follow from it; default 1'],
  state: ['DIR', 'keep jobs and bills here across restarts'],
  credits: ['DOLLARS', 'what the account holds; default 1000'],
  'in-flight-budget': ['DOLLARS', 'how much may be running at once; default no limit'],
  'jobs-at-once': ['N[@SECONDS],…', 'jobs of a provider at once, from a second on; more are refused with 429'],
  'webhook-secret': ['TEXT', 'signs webhooks; default whsec_simulator'],
  'allow-insecure-callbacks': ['', 'webhooks may go to http and to loopback'],
  version: ['', 'print the version'],
  help: ['', 'print this'],
} as const satisfies Record<string, readonly [value: string, says: string]>;

class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Carries out one command line and answers with its exit code: 0 done, 1 failed, 2 the command line cannot be read. */
export async function runCommandLine(
  words: readonly string[],
  terminal: Omit<ServeSimulatorTerminal, 'command'>,
): Promise<0 | 1 | 2> {
  try {
    const { text, isOn, number } = parse(words);
    if (isOn('help') || isOn('version')) {
      terminal.out(isOn('help') ? help() : `${version()}\n`);
      return 0;
    }
    return await serveSimulator(
      {
        port: number('port', 0),
        scenario: text('scenario'),
        speed: number('speed', Number.MIN_VALUE),
        seed: number('seed', Number.NEGATIVE_INFINITY),
        catalog: text('catalog'),
        stateDirectory: text('state'),
        creditsUsd: number('credits', 0),
        inFlightBudgetUsd: number('in-flight-budget', 0),
        jobsAtOnce: rooms(text('jobs-at-once')),
        webhookSecret: text('webhook-secret'),
        allowInsecureCallbacks: isOn('allow-insecure-callbacks'),
      },
      { ...terminal, command },
    );
  } catch (error) {
    terminal.talk(`${(error as Error).message}\n`);
    const isUsage = [UsageError, UnknownScenarioError, CatalogFileError].some((kind) => error instanceof kind);
    return isUsage ? 2 : 1;
  }
}

type FlagName = keyof typeof flags;

function parse(words: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, [value]]) => [
      name,
      value === '' ? { type: 'boolean' as const } : { type: 'string' as const, multiple: name === 'scenario' },
    ]),
  );
  let values: Readonly<Record<string, unknown>>;
  try {
    values = parseArgs({ args: [...words], options }).values;
  } catch (error) {
    // Node's second sentence speaks of positional arguments; there are none here.
    throw new UsageError(`${(error as Error).message.split('. ')[0]}. ${command} --help lists the flags.`);
  }
  const text = (name: FlagName) => {
    const value = values[name];
    // A repeated flag comes as an array, and is joined by commas.
    return value === undefined ? undefined : String(value);
  };
  const number = (name: FlagName, least: number) => {
    const given = text(name);
    const value = Number(given);
    if (given === undefined) return undefined;
    if (given.trim() !== '' && Number.isFinite(value) && value >= least) return value;
    throw new UsageError(`--${name} needs a number${least >= 0 ? ' that is not below 0' : ''}, got "${given}".`);
  };
  return { text, number, isOn: (name: FlagName) => values[name] === true };
}

function rooms(given: string | undefined): readonly Room[] | undefined {
  try {
    return given === undefined ? undefined : parseRooms(given);
  } catch (error) {
    throw new UsageError(`--jobs-at-once: ${(error as Error).message}`);
  }
}

function help(): string {
  const rows = Object.entries(flags).map(([name, [value, says]]) => [`--${name} ${value}`.trimEnd(), says] as const);
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return [
    command,
    '',
    "  OpenRouter's video API offline: real clips, real bills, real faults; nothing is spent",
    '',
    'Flags:',
    ...rows.map(([flag, says]) => `  ${flag.padEnd(width)}  ${says}`),
    '',
    'Examples:',
    `  ${command} --speed 20`,
    `  ${command} --scenario list`,
    '',
  ].join('\n');
}

function version(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}
