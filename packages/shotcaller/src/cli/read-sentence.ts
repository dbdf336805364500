import { nameOf, parseSentence, type RequirementsInput, type SentenceReading } from '@shotcaller/core';
import type { CommandContext } from './context.ts';
import { pictureInput } from './picture-input.ts';

/** What a sentence asks for, its local picture files read. What it was read as is said on standard error. */
export async function readSentence(
  sentence: string,
  { terminal, flags }: CommandContext,
): Promise<Pick<SentenceReading, 'requirements' | 'prompt' | 'profile'>> {
  const reading = parseSentence(sentence);
  const { requirements, used, needed, conflicts, notUnderstood } = reading;
  if (!flags.isOn('json')) {
    const readings = used
      .filter(({ field }) => field !== 'needed')
      .map(({ text, field, value }) => `"${text}" → ${field} ${JSON.stringify(value)}`);
    if (readings.length > 0) terminal.talk(`Read: ${readings.join('; ')}.\n`);
  }
  if (notUnderstood.length > 0)
    terminal.talk(`Not understood: ${notUnderstood.map((text) => `"${text}"`).join(', ')}.\n`);
  for (const { field, texts } of conflicts) {
    terminal.talk(
      `The sentence contradicts itself on ${field} (${texts.map((text) => `"${text}"`).join(' and ')}), so neither counts. A flag settles it.\n`,
    );
  }
  for (const field of needed.filter((need) => !flags.isOn(flagOfInput[need]))) {
    terminal.talk(`You mentioned ${nameOf(field)} that is not given: add --${flagOfInput[field]} URL|FILE.\n`);
  }
  return { ...reading, requirements: await withFilesRead(requirements) };
}

const flagOfInput = {
  firstFrame: 'first-frame',
  lastFrame: 'last-frame',
  references: 'reference',
  sourceVideo: 'source-video',
} as const;

async function withFilesRead(requirements: RequirementsInput): Promise<RequirementsInput> {
  const { firstFrame, lastFrame } = requirements;
  return {
    ...requirements,
    ...(typeof firstFrame === 'string' ? { firstFrame: await pictureInput(firstFrame) } : {}),
    ...(typeof lastFrame === 'string' ? { lastFrame: await pictureInput(lastFrame) } : {}),
  };
}
