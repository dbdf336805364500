import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseSentence } from '../../src/requirements/sentence.ts';

const sentences = JSON.parse(readFileSync(new URL('labelled-sentences.json', import.meta.url), 'utf8')) as readonly {
  readonly text: string;
  readonly expected: Readonly<Record<string, unknown>>;
}[];

test('no prompt of the labelled sentences is altered: each is a piece of its sentence', () => {
  expect(sentences.length).toBeGreaterThanOrEqual(300);
  const altered = sentences.filter(({ text }) => !text.includes(parseSentence(text).prompt ?? ''));
  expect(altered).toEqual([]);
});

test('a field that no labelled sentence means is never read into it', () => {
  const wrong = sentences.filter(({ text, expected }) => {
    const { requirements, profile } = parseSentence(text);
    const read = Object.keys({ ...requirements, ...(profile && { profile }) });
    return read.some((field) => !(field in expected) && !(field === 'models' && requirements.models));
  });
  expect(wrong.map(({ text }) => text)).toEqual([]);
});
