import { nearestWord } from '@shotcaller/core';
import { defaultHome } from '../settings/default-home.ts';
import type { Environment } from '../settings/settings.ts';
import type { Command } from './command.ts';
import { commandTerminal } from './command-terminal.ts';
import type { Surroundings } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { commandHelp } from './help.ts';
import { overviewHelp } from './overview.ts';
import { parseArguments } from './parse-arguments.ts';
import { UsageError } from './usage-error.ts';

/** Carries out one command line and answers with its exit code. Every error ends as a sentence on standard error. */
export async function runCommandLine(
  words: readonly string[],
  surroundings: Surroundings,
  { version, commands }: { readonly version: string; readonly commands: readonly Command[] },
): Promise<number> {
  const terminal = commandTerminal(surroundings.terminal);
  const [name, ...rest] = words;
  const helpColumns = terminal.wraps ? terminal.columns : Number.POSITIVE_INFINITY;
  if (name === '--version' || name === '-v') {
    terminal.out(`${version}\n`);
    return exitCodes.done;
  }
  const asksForHelp = name === undefined || name === '--help' || name === '-h' || name === 'help';
  let command: Command | undefined;
  try {
    if (asksForHelp && rest[0] === undefined) {
      terminal.show(overviewHelp());
      return exitCodes.done;
    }
    command = commandNamed(asksForHelp ? rest[0]! : name, commands);
    if (asksForHelp) {
      terminal.show(commandHelp(command, helpColumns));
      return exitCodes.done;
    }
    const { flags, positionals } = parseArguments(rest, command);
    if (flags.isOn('help')) {
      terminal.show(commandHelp(command, helpColumns));
      return exitCodes.done;
    }
    if (positionals.length > command.mostPositionals) {
      const extra = positionals[command.mostPositionals];
      const inQuotes = command.flags.some((flag) => flag.name === 'llm') ? ' A sentence goes in quotes.' : '';
      throw new UsageError(
        `${command.name} does not know what to do with "${extra}".${inQuotes} See shotcaller help ${command.name}.`,
      );
    }
    const { run } = await command.load();
    const code = await run({ ...surroundings, terminal, flags, positionals, commands });
    const failure = surroundings.terminal.resultFailure?.() ?? null;
    if (failure === null) return code;
    const mayHaveBought = command.mayBuy?.(flags, positionals) === true;
    terminal.talk(`${lostResultText(failure, mayHaveBought)}\n`);
    return code === exitCodes.done && !mayHaveBought ? exitCodes.failed : code;
  } catch (error) {
    if (isInterruption(error, surroundings.signal)) {
      terminal.talk(`Interrupted.${command?.mayBuy ? ' shotcaller jobs shows whether anything was bought.' : ''}\n`);
      return exitCodes.failed;
    }
    const text = errorText(error, surroundings.environment);
    if (!isUsage(error)) {
      terminal.talk(`${text}\n`);
      return isLost(error) ? exitCodes.outcomeUnknown : exitCodes.failed;
    }
    terminal.talk(`${command?.mayBuy ? withNothingBought(text) : text}\n`);
    return exitCodes.usage;
  }
}

/** What the system says of a file is told in words, with the file. */
function errorText(error: unknown, environment: Environment): string {
  if (!(error instanceof Error)) return String(error);
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined || path === undefined || !error.message.startsWith(code)) {
    return error.message;
  }
  const home = environment.SHOTCALLER_HOME || defaultHome(environment);
  const place = path.startsWith(home)
    ? 'SHOTCALLER_HOME names the folder: choose another one.'
    : 'Choose another place for it.';
  const next = code === 'ENOSPC' || code === 'EDQUOT' ? 'Make room there.' : place;
  return `${path} cannot be used: ${systemWords[code] ?? `the system says ${code}`}. ${next}`;
}

/** A command that buys says of the money too what exit code 2 promises. */
function withNothingBought(text: string): string {
  return /\bNothing (was|is|more was) /.test(text) ? text : `${text} Nothing was bought.`;
}

const systemWords: Readonly<Record<string, string>> = {
  EACCES: 'this user has no permission',
  EDQUOT: 'this user may keep no more on the disk',
  EEXIST: 'something else has that name',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'it does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is not a folder',
  EPERM: 'this user has no permission',
  EROFS: 'the disk is read-only',
};

/** Ctrl-C, before there was a job that could be let go of. */
function isInterruption(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && (error === signal.reason || (error instanceof Error && error.name === 'AbortError'));
}

function lostResultText(failure: string, mayHaveBought: boolean): string {
  const lost = `The result could not be written to standard output (${failure}).`;
  return mayHaveBought
    ? `${lost} This does not affect what was bought: shotcaller jobs shows it.`
    : `${lost} Make room, or write it elsewhere, and repeat the command.`;
}

function commandNamed(name: string, commands: readonly Command[]): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command) return command;
  const meant = nearestWord(
    name,
    commands.map((candidate) => candidate.name),
  );
  throw new UsageError(
    `There is no command ${name}. ${meant ? `Did you mean ${meant}?` : 'Run shotcaller help to see all commands.'}`,
  );
}

/** Errors that the caller mends by writing something else: what was named is not there or cannot be read. By name, so that nothing is loaded only to tell them apart. */
const usageErrors: ReadonlySet<string> = new Set([
  'UsageError',
  'RequirementsError',
  'WeightsError',
  'UnknownModelError',
  'SettingsError',
  'ImageInputError',
  'ComparisonError',
  'ShotListError',
  'PlanFileError',
  'NoBatchFitsError',
  'KeyError',
  'CatalogFileError',
]);

function isUsage(error: unknown): boolean {
  return (
    error instanceof Error && (usageErrors.has(error.name) || ('code' in error && usageCodes.has(String(error.code))))
  );
}

/** The ledger no longer tells whether it was bought. */
function isLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'job_lost';
}

/** Of a job: none has the id, or the key is another order's. */
const usageCodes: ReadonlySet<string> = new Set(['no_such_job', 'key_reused', 'key_archived']);
