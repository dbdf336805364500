import { parseArgs } from 'node:util';
import type { Command } from './command.ts';
import type { Flag } from './flags.ts';
import { meantInstead } from './other-flag-names.ts';
import { UsageError } from './usage-error.ts';

/** Flags as given, by name. A switch is `true`; a repeatable flag is a list. */
export interface FlagValues {
  readonly text: (name: string) => string | undefined;
  readonly list: (name: string) => readonly string[];
  readonly isOn: (name: string) => boolean;
}

export interface ParsedArguments {
  readonly flags: FlagValues;
  readonly positionals: readonly string[];
}

/**
 * Reads what stands behind the command's name. `--flag value` and `--flag=value` are the same; everything behind `--` is
 * no flag. Node takes the words apart; what is wrong with them is told here, with what was probably meant.
 *
 * @throws UsageError for a flag that is not known (with the one that was probably meant), given twice, or without its value
 */
export function parseArguments(
  words: readonly string[],
  { name: command, flags: known }: Pick<Command, 'name' | 'flags'>,
): ParsedArguments {
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokensOf(words, known)) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const flag = known.find((candidate) => candidate.name === name);
    if (!flag) throw new UsageError(unknownFlag(rawName, command, known));
    const given = values.get(name) ?? [];
    if (given.length > 0 && !flag.repeatable) throw new UsageError(`--${name} is given twice. Give it once.`);
    if (flag.value === undefined) {
      if (value !== undefined) throw new UsageError(`--${name} takes no value. Write only --${name}.`);
      values.set(name, ['true']);
      continue;
    }
    if (value === undefined || (!inlineValue && isFlag(value, known))) {
      throw new UsageError(`--${name} needs a value: --${name} ${flag.value}.`);
    }
    values.set(name, [...given, value]);
  }
  return {
    positionals,
    flags: {
      text: (name) => values.get(name)?.[0],
      list: (name) => values.get(name) ?? [],
      isOn: (name) => values.has(name),
    },
  };
}

function tokensOf(words: readonly string[], known: readonly Flag[]) {
  const options = known.map(({ name, value, short }) => [
    name,
    { type: value === undefined ? 'boolean' : 'string', multiple: true, ...(short && { short }) } as const,
  ]);
  return parseArgs({
    args: withValues(words, known),
    options: Object.fromEntries(options),
    // What is wrong is said in our own words, so nothing is refused here.
    strict: false,
    allowPositionals: true,
    tokens: true,
  }).tokens;
}

/** A flag whose value may be left out gets an empty one, unless the next word has the form of a value. */
function withValues(words: readonly string[], known: readonly Flag[]): string[] {
  const end = words.indexOf('--');
  return words.map((word, index) => {
    const form = known.find(({ name }) => word === `--${name}`)?.valueForm;
    if (!form || (end >= 0 && index > end)) return word;
    return form.test(words[index + 1] ?? '') ? word : `${word}=`;
  });
}

function isFlag(word: string, known: readonly Flag[]): boolean {
  return word.startsWith('--') && known.some(({ name }) => word === `--${name}` || word.startsWith(`--${name}=`));
}

function unknownFlag(written: string, command: string, known: readonly Flag[]): string {
  return `There is no flag ${written}. ${meantInstead(written, known) ?? `See shotcaller help ${command}.`}`;
}
