import {
  dollars,
  droppedSettingSentence,
  notUnderstoodOtherwise,
  parseSentence,
  type RequirementsInput,
  readingFailureSentence,
  type SentenceReading,
} from '@shotcaller/core';
import { pictureInput } from '../inputs/picture-input.ts';
import type { ReadSentence } from '../sentence/read-sentence.ts';
import type { CommandContext } from './context.ts';

export interface SaidSentence {
  /** Its local picture files read. */
  readonly reading: SentenceReading;
  /** Present when a model was asked to read it. */
  readonly read: ReadSentence | undefined;
}

/** What a sentence asks for, by rules or by the model of `--llm`. What it was read as is said on standard error. */
export async function readSentence(sentence: string, context: CommandContext): Promise<SaidSentence> {
  const { terminal, flags } = context;
  const read = flags.isOn('llm') ? await readByModel(sentence, context) : undefined;
  const reading = read?.reading ?? parseSentence(sentence);
  const { requirements, used, otherLanguage, prompt } = reading;
  if (!flags.isOn('json')) {
    const readings = used
      .filter(({ field }) => field !== 'needed')
      .map(({ text, field, value }) => `"${text}" → ${field} ${JSON.stringify(value)}`);
    if (readings.length > 0) terminal.talk(`Read: ${readings.join('; ')}.\n`);
    if (prompt !== undefined) terminal.talk(`Prompt: "${prompt}"\n`);
  }
  if (otherLanguage)
    terminal.talk(
      `The sentence does not look like English: only settings written as in English, such as 8s, 9:16 or 720p, are read, and the rest of it is sent as the prompt. Give other settings as flags${read ? '' : ', or let a chat model read the sentence with --llm'}.\n`,
    );
  // Contradictions are told by whoever knows whether a flag settles them.
  const open = notUnderstoodOtherwise(reading);
  if (open.length > 0) terminal.talk(`Not understood: ${open.map((text) => `"${text}"`).join(', ')}.\n`);
  return { reading: { ...reading, requirements: await withFilesRead(requirements) }, read };
}

/** Loaded by those who ask for it. What the model got wrong, and what it cost, is said. */
async function readByModel(sentence: string, context: CommandContext): Promise<ReadSentence> {
  const { terminal } = context;
  const { readSentenceByModel } = await import('./read-by-model.ts');
  const read = await readSentenceByModel(sentence, context);
  const { failure, dropped, cost } = read;
  if (failure) terminal.talk(`${readingFailureSentence(failure)}\n`);
  for (const setting of dropped) terminal.talk(`${droppedSettingSentence(setting)}\n`);
  if (cost) {
    const bill = cost.billedUsd === null ? `up to ${dollars(cost.bookedUsd)}, not stated` : dollars(cost.billedUsd);
    terminal.talk(
      `${failure ? 'Asked' : 'Read by'} ${cost.model} for ${bill}; shotcaller ledger shows it beside the clips.\n`,
    );
  }
  return read;
}

async function withFilesRead(requirements: RequirementsInput): Promise<RequirementsInput> {
  const { firstFrame, lastFrame } = requirements;
  return {
    ...requirements,
    ...(typeof firstFrame === 'string' ? { firstFrame: await pictureInput(firstFrame) } : {}),
    ...(typeof lastFrame === 'string' ? { lastFrame: await pictureInput(lastFrame) } : {}),
  };
}
