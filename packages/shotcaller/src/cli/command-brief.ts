import {
  type Brief,
  contradictionSentence,
  mergedRequirements,
  missingInputs,
  openConflicts,
  RequirementsError,
  readBrief,
  type SentenceReading,
} from '@shotcaller/core';
import type { ReadSentence } from '../sentence/read-sentence.ts';
import { readConfig } from '../settings/read-config.ts';
import { readSettings } from '../settings/settings.ts';
import type { CommandContext } from './context.ts';
import { flagsOfFields } from './flags-of-fields.ts';
import { mentionedInputLines } from './mentioned-inputs.ts';
import { overriddenLines } from './overridden-lines.ts';
import type { FlagValues } from './parse-arguments.ts';
import { preferencesOf } from './preferences.ts';
import { clean } from './render/clean.ts';
import { requirementFields } from './requirement-fields.ts';
import { readRequirementsFile } from './requirements-file.ts';
import { UsageError } from './usage-error.ts';

export interface BriefQuestion {
  readonly sentence?: string;
  readonly model?: string;
  /** Money is spent on it: what the sentence speaks of must be given. Default: what is missing is said. */
  readonly toBuy?: boolean;
}

export interface CommandBrief {
  readonly brief: Brief;
  /** How the sentence was read, when there is one. */
  readonly reading: SentenceReading | undefined;
  /** More of that, when a model was asked. */
  readonly read: ReadSentence | undefined;
  /** The brief that another reading of the sentence would make. */
  readonly briefOf: (reading: SentenceReading) => Brief;
}

/**
 * One brief from all that the command line says: the sentence, then `--requirements`, then flags; the later wins.
 *
 * @throws UsageError when something is to be bought and the sentence contradicts itself, or speaks of an input that is not given
 */
export async function commandBrief(
  context: CommandContext,
  { sentence, model = context.flags.text('model'), toBuy = false }: BriefQuestion = {},
): Promise<CommandBrief> {
  const { flags, environment, terminal } = context;
  const { defaultProfile } = await readConfig(readSettings(environment).home);
  if (sentence === undefined && flags.isOn('llm')) {
    throw new UsageError('--llm reads a sentence, and there is none. Add one in quotes, or leave --llm out.');
  }
  const { reading, read } = sentence === undefined ? nothingSaid : await readSentence(sentence, context);
  const said = { reading, file: await readRequirementsFile(context), fields: await requirementFields(flags) };
  const preferences = preferencesOf(flags);
  for (const line of overriddenLines({ ...said, preferences }, flags)) terminal.talk(`${line}\n`);
  const merged = mergedRequirements(said);
  if (reading && reading.used.length > 0 && merged.prompt === undefined && !flags.isOn('json'))
    terminal.talk('Prompt: none. All of the sentence was read as settings.\n');
  const contradictions = openConflicts(reading?.conflicts ?? [], said).map(contradictionLine);
  if (toBuy && contradictions.length > 0)
    throw new UsageError(`${contradictions.join('\n')}\nNothing was bought. You can also change the sentence.`);
  for (const line of contradictions) terminal.talk(`${line}\n`);
  const missing = missingInputs(reading?.needed ?? [], merged);
  const lines = mentionedInputLines(missing);
  if (toBuy && missing.length > 0 && !flags.isOn('without-inputs')) {
    throw new UsageError(
      `${lines.join('\n')}\nNothing was bought. Add what you mentioned, change the sentence, or use --without-inputs to continue without it.`,
    );
  }
  for (const line of lines) terminal.talk(`${line}\n`);
  const briefOf = (standing: SentenceReading | undefined) => {
    try {
      const more = { preferences, defaultProfile: defaultProfile ?? undefined, model };
      return readBrief({ ...said, reading: standing, ...more });
    } catch (error) {
      throw error instanceof RequirementsError ? namedByFlags(error, flags) : error;
    }
  };
  return { brief: briefOf(reading), reading, read, briefOf };
}

function contradictionLine(conflict: SentenceReading['conflicts'][number]): string {
  const names = (flagsOfFields[conflict.field] ?? []).map((name) => `--${name}`);
  return clean(`${contradictionSentence(conflict)}${names.length > 0 ? ` To set it, use ${names.join(' or ')}.` : ''}`);
}

/** The reader of sentences is a quarter of all that `pick` loads. */
async function readSentence(sentence: string, context: CommandContext) {
  const reader = await import('./read-sentence.ts');
  return reader.readSentence(sentence, context);
}

const nothingSaid = { reading: undefined, read: undefined };

/** What is wrong with a value that a flag gave, under the name of the flag; and where it belongs, by the flag for that. */
function namedByFlags({ problems }: RequirementsError, flags: FlagValues): RequirementsError {
  return new RequirementsError(
    problems.map((problem) => {
      const [field = ''] = /^\w*/.exec(problem.field) ?? [];
      const flag = flagsOfFields[field]?.find((name) => flags.isOn(name));
      if (flag === undefined) return problem;
      const [other] = flagsOfFields[problem.belongsIn ?? ''] ?? [];
      return {
        ...problem,
        field: `--${flag}${problem.field.slice(field.length)}`,
        ...(other !== undefined && { belongsIn: `--${other}` }),
      };
    }),
  );
}
