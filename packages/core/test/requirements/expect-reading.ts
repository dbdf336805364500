import { expect } from 'vitest';
import { parseSentence, type SentenceReading } from '../../src/requirements/sentence.ts';

export type Expected = Partial<
  Pick<SentenceReading, 'requirements' | 'profile' | 'notUnderstood' | 'needed' | 'prompt'>
>;

/** Reads a sentence. What is not named is nothing. */
export function expectReading(text: string, expected: Expected): void {
  const { requirements, profile, notUnderstood, needed, prompt } = parseSentence(text);
  expect({ requirements, profile, notUnderstood, needed, prompt }).toEqual({
    requirements: {},
    profile: undefined,
    notUnderstood: [],
    needed: [],
    prompt: undefined,
    ...expected,
  });
}
