import { describe, expect, test } from 'vitest';
import { type BriefInput, overriddenPhraseSentence, overriddenPhrases, parseSentence } from '../../src/index.ts';

const overridden = (sentence: string, said: Pick<BriefInput, 'file' | 'fields' | 'preferences'>) =>
  overriddenPhrases({ reading: parseSentence(sentence), ...said }).map(({ text, field, by }) => [text, field, by]);

describe('a phrase of the sentence does not count', () => {
  test.each<[string, Parameters<typeof overridden>[1], readonly unknown[]]>([
    ['a 5 second clip of a cat', { fields: { durationSeconds: '8' } }, [['5 second', 'durationSeconds', 'fields']]],
    ['a 5 second clip of a cat', { file: { durationSeconds: 8 } }, [['5 second', 'durationSeconds', 'file']]],
    ['a silent clip of a cat', { fields: { audio: true } }, [['silent', 'audio', 'fields']]],
    ['a clip of a cat for under $1', { fields: { maxUsd: '2' } }, [['for under $1', 'maxUsd', 'fields']]],
    ['a cat, 5 seconds, cheap', { preferences: { profile: 'balanced' } }, [['cheap', 'profile', 'profile']]],
    ['a cat, 5 seconds, cheap', { preferences: { weights: { cost: 1 } } }, [['cheap', 'profile', 'weights']]],
    ['a cat, 5 seconds', { fields: { prompt: 'a dog' } }, [['a cat', 'prompt', 'fields']]],
    [
      'a cat, 5 seconds, only google',
      { fields: { providers: { allow: ['bytedance'], deny: [] } } },
      [['only google', 'providers', 'fields']],
    ],
    [
      'a cat, 5 seconds',
      { file: { durationSeconds: 6 }, fields: { durationSeconds: '8' } },
      [['5 seconds', 'durationSeconds', 'fields']],
    ],
  ])('where something else is said of it: %s with %j', (sentence, said, expected) => {
    expect(overridden(sentence, said)).toEqual(expected);
  });

  test.each<[string, Parameters<typeof overridden>[1]]>([
    ['a 5 second clip of a cat', { fields: { durationSeconds: '5s' } }],
    ['a 720p clip of a cat', { fields: { resolution: '720P' } }],
    ['a 5 second clip of a cat', { fields: { resolution: '720p' } }],
    ['a cat, 5 seconds, cheap', { preferences: { profile: 'fastAndCheap' } }],
    ['a cat, 5 seconds, only google', { fields: { providers: { allow: ['google'], deny: ['bytedance'] } } }],
    ['a cat, 5 seconds, not google', { fields: { providers: { allow: [], deny: ['bytedance'] } } }],
    ['a cat, 5 seconds, 8 seconds', { fields: { durationSeconds: 8 } }],
  ])('but counts where the same is said, or of something else: %s with %j', (sentence, said) => {
    expect(overridden(sentence, said)).toEqual([]);
  });
});

test('it is told with what counts instead', () => {
  const [phrase] = overriddenPhrases({
    reading: parseSentence('a 5 second clip of a cat'),
    fields: { durationSeconds: '8' },
  });
  expect(overriddenPhraseSentence(phrase!, '--duration 8')).toBe('--duration 8 counts instead of "5 second".');
});
