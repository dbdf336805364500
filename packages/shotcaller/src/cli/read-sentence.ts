import { parseSentence, type RequirementsInput, type SentenceReading } from '@shotcaller/core';
import { pictureInput } from '../inputs/picture-input.ts';
import type { CommandContext } from './context.ts';

/** What a sentence asks for, its local picture files read. What it was read as is said on standard error. */
export async function readSentence(sentence: string, { terminal, flags }: CommandContext): Promise<SentenceReading> {
  const reading = parseSentence(sentence);
  const { requirements, used, conflicts, notUnderstood, otherLanguage, prompt } = reading;
  if (!flags.isOn('json')) {
    const readings = used
      .filter(({ field }) => field !== 'needed')
      .map(({ text, field, value }) => `"${text}" → ${field} ${JSON.stringify(value)}`);
    if (readings.length > 0) terminal.talk(`Read: ${readings.join('; ')}.\n`);
    if (prompt !== undefined) terminal.talk(`Prompt: "${prompt}"\n`);
  }
  if (otherLanguage)
    terminal.talk(
      'Settings are read in English only, and the sentence looks like another language: it is sent as the prompt. Give the settings as flags.\n',
    );
  if (notUnderstood.length > 0)
    terminal.talk(`Not understood: ${notUnderstood.map((text) => `"${text}"`).join(', ')}.\n`);
  for (const { field, texts } of conflicts) {
    terminal.talk(
      `The sentence contradicts itself on ${field} (${texts.map((text) => `"${text}"`).join(' and ')}), so neither counts. A flag settles it.\n`,
    );
  }
  return { ...reading, requirements: await withFilesRead(requirements) };
}

async function withFilesRead(requirements: RequirementsInput): Promise<RequirementsInput> {
  const { firstFrame, lastFrame } = requirements;
  return {
    ...requirements,
    ...(typeof firstFrame === 'string' ? { firstFrame: await pictureInput(firstFrame) } : {}),
    ...(typeof lastFrame === 'string' ? { lastFrame: await pictureInput(lastFrame) } : {}),
  };
}
