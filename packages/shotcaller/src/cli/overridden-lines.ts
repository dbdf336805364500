import { type BriefInput, overriddenPhraseSentence, overriddenPhrases, type SentenceReading } from '@shotcaller/core';
import { flagsOfFields } from './flags-of-fields.ts';
import type { FlagValues } from './parse-arguments.ts';
import { clean } from './render/clean.ts';

/** What of the sentence does not count, one line each, with the flag or the file that counts instead. */
export function overriddenLines(
  said: Pick<BriefInput, 'file' | 'fields' | 'preferences'> & { readonly reading: SentenceReading | undefined },
  flags: FlagValues,
): readonly string[] {
  return overriddenPhrases(said).map((phrase) => {
    const { field, instead, by } = phrase;
    const given =
      by === 'file'
        ? `${field} ${shortened(JSON.stringify(instead))} of --requirements ${flags.text('requirements')}`
        : asWritten(by === 'fields' ? (flagNames[field] ?? []) : [by], flags);
    return clean(overriddenPhraseSentence(phrase, given));
  });
}

const flagNames: Readonly<Record<string, readonly string[]>> = {
  ...flagsOfFields,
  models: ['only'],
  providers: ['provider'],
};

/** `--duration 8`, `--no-audio`. */
function asWritten(names: readonly string[], flags: FlagValues): string {
  const given = names.filter((name) => flags.isOn(name));
  return given
    .map((name) =>
      flags
        .list(name)
        .map((value) => writtenFlag(name, value))
        .join(' '),
    )
    .join(' ');
}

function writtenFlag(name: string, value: string): string {
  if (switches.includes(name)) return `--${name}`;
  return `--${name} ${shortened(/\s/.test(value) ? JSON.stringify(value) : value)}`;
}

const switches = flagsOfFields.audio as readonly string[];

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
