import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseSentence } from '../../src/requirements/sentence.ts';

interface Labelled {
  readonly text: string;
  readonly expected: Readonly<Record<string, unknown>>;
  /** Wishes that set nothing and must be told. */
  readonly said?: readonly string[];
  readonly otherLanguage?: true;
}

const read = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as readonly Labelled[];
const further = read('further-sentences.json');
const sentences = [...read('labelled-sentences.json'), ...further];

test('no prompt of the labelled sentences is altered: each is a piece of its sentence', () => {
  expect(sentences.length).toBeGreaterThanOrEqual(400);
  const altered = sentences.filter(({ text }) => !text.includes(parseSentence(text).prompt ?? ''));
  expect(altered).toEqual([]);
});

test('a field that no labelled sentence means is never read into it', () => {
  const wrong = sentences.filter(({ text, expected }) => {
    const { requirements, profile } = parseSentence(text);
    const fields = Object.keys({ ...requirements, ...(profile && { profile }) });
    return fields.some((field) => !(field in expected) && !(field === 'models' && requirements.models));
  });
  expect(wrong.map(({ text }) => text)).toEqual([]);
});

test('a wish that no field has is told, or its words are among those that were read', () => {
  const wishes = further.flatMap(({ text, said = [] }) => said.map((wish) => ({ text, wish })));
  expect(wishes.length).toBeGreaterThan(25);
  const silent = wishes.filter(({ text, wish }) => {
    const { used, notUnderstood } = parseSentence(text);
    const told = [...notUnderstood, ...used.map((phrase) => phrase.text)];
    return !told.some((words) => words.includes(wish) || wish.includes(words));
  });
  expect(silent).toEqual([]);
});

test('a sentence in another language is known for one, is its own prompt, and says that its wishes were not read', () => {
  for (const { text, otherLanguage, expected } of further) {
    const reading = parseSentence(text);
    expect(reading.otherLanguage, text).toBe(otherLanguage);
    if (!otherLanguage) continue;
    if (Object.keys(expected).length > 0) continue;
    expect(reading.prompt).toBe(text);
    expect(reading.notUnderstood).toEqual([text]);
  }
});

describe('Ranges in a sentence', () => {
  test.each([
    ['at most 8 seconds', { durationSeconds: { max: 8 } }],
    ['under 8 seconds', { durationSeconds: { max: 7 } }],
    ['more than 5 seconds', { durationSeconds: { min: 6 } }],
    ['5-8 s', { durationSeconds: { min: 5, max: 8 } }],
    ['5s to 8s', { durationSeconds: { min: 5, max: 8 } }],
    ['half a minute or less', { durationSeconds: { max: 30 } }],
    ['5 or 6 s', { durationSeconds: { min: 5, max: 6 } }],
    ['1 to 2 minutes', { durationSeconds: { min: 60, max: 120 } }],
    ['min 4 seconds, max 8 seconds', { durationSeconds: { min: 4, max: 8 } }],
    ['at least 1080p', { resolution: { min: '1080p' } }],
    ['720p or better', { resolution: { min: '720p' } }],
    ['720p+', { resolution: { min: '720p' } }],
    ['better than 720p', { resolution: { min: '768p' } }],
    ['below 4k', { resolution: { max: '2K' } }],
    ['no more than 1080p', { resolution: { max: '1080p' } }],
    ['480p to 1080p', { resolution: { min: '480p', max: '1080p' } }],
    ['at least 720p, at most 1080p', { resolution: { min: '720p', max: '1080p' } }],
  ])('%s', (said, requirements) => {
    expect(parseSentence(`a fox in snow, ${said}`)).toMatchObject({
      requirements,
      notUnderstood: [],
      prompt: 'a fox in snow',
    });
  });

  test.each([
    ['4 or 8 seconds', '5 lies between them and is neither'],
    ['not 5-8 seconds', 'it is refused'],
    ['below 360p', 'there is no such class'],
    ['under 1 second', 'there is no such length'],
    ['at most 6 seconds, at most 9 seconds', 'they contradict each other'],
  ])('%s is said not to be understood: %s', (said) => {
    const { requirements, notUnderstood } = parseSentence(`a fox in snow, ${said}`);
    expect(requirements).toEqual({});
    expect(notUnderstood.length).toBeGreaterThan(0);
  });

  test('of what happens in the clip stay in the prompt', () => {
    for (const text of [
      'a sprinter who runs the track in under 10 seconds wins the cup',
      'a kettle that boils for 5 to 8 minutes whistles on the stove',
    ]) {
      const { requirements, prompt } = parseSentence(text);
      expect(requirements).not.toHaveProperty('durationSeconds');
      expect(prompt).toBe(text);
    }
  });
});

describe('No wish is dropped silently', () => {
  test.each([
    'use pika 2.2',
    'using luma ray 2',
    'cinemascope',
    'in phone screen format',
    'HDR',
    'budget 2 euros',
    'costs 30 yuan',
    'twice as wide as high',
  ])('%s is used or said not to be understood', (wish) => {
    const { used, notUnderstood } = parseSentence(`a fox in snow, 5s, ${wish}`);
    expect(used.map(({ field }) => field)).toEqual(['durationSeconds']);
    expect(notUnderstood.join(' ')).not.toBe('');
  });

  test('an amount for each of several clips is the limit of one, and money that is no dollars is no limit', () => {
    expect(parseSentence('10 videos at $0.40 each').requirements).toEqual({ maxUsd: '0.40' });
    expect(parseSentence('8 clips, max 25 cents per clip').requirements).toEqual({ maxUsd: '0.25' });
    expect(parseSentence('a fox, max budget 3 pounds').requirements).toEqual({});
  });

  test('a word of another language is not put right to an English one', () => {
    expect(parseSentence('un faro nella tempesta, massimo 8 secondi, sonido').requirements).toEqual({});
  });
});
