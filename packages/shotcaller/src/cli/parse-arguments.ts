import { nearestWord } from '@shotcaller/core';
import type { Flag } from './flags.ts';
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
 * no flag.
 *
 * @throws UsageError for a flag that is not known (with the one that was probably meant), given twice, or without its value
 */
export function parseArguments(words: readonly string[], known: readonly Flag[]): ParsedArguments {
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    if (word === '--') {
      positionals.push(...words.slice(index + 1));
      break;
    }
    if (!word.startsWith('--')) {
      if (/^-[A-Za-z]/.test(word))
        throw new UsageError(`There is no flag ${word}. Flags are written out: --${suggestion(word, known)}.`);
      positionals.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
    const flag = known.find((candidate) => candidate.name === name);
    if (!flag) throw new UsageError(unknownFlag(name, known));
    const given = values.get(name) ?? [];
    if (given.length > 0 && !flag.repeatable) throw new UsageError(`--${name} is given twice. Give it once.`);
    if (flag.value === undefined) {
      if (equals >= 0) throw new UsageError(`--${name} takes no value. Write --${name} alone.`);
      values.set(name, ['true']);
      continue;
    }
    const value = equals >= 0 ? word.slice(equals + 1) : words[index + 1];
    if (value === undefined || (equals < 0 && isFlag(value, known))) {
      throw new UsageError(`--${name} needs a value: --${name} ${flag.value}.`);
    }
    if (equals < 0) index += 1;
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

function isFlag(word: string, known: readonly Flag[]): boolean {
  return word.startsWith('--') && known.some(({ name }) => word === `--${name}` || word.startsWith(`--${name}=`));
}

function unknownFlag(name: string, known: readonly Flag[]): string {
  const meant = nearestWord(
    name,
    known.map((flag) => flag.name),
  );
  return `There is no flag --${name}. ${meant ? `Did you mean --${meant}?` : 'See --help.'}`;
}

function suggestion(word: string, known: readonly Flag[]): string {
  return known.find(({ name }) => name.startsWith(word[1] ?? ''))?.name ?? 'help';
}
