import { expect, test } from 'vitest';
import { contradictionSentence, openConflicts, parseSentence } from '../../src/index.ts';

const { conflicts } = parseSentence('a vertical clip of a cat in landscape, 5 seconds, 8 seconds');

test('a contradiction stays open until a file or a field settles it, also by taking the field back', () => {
  const open = (...given: Parameters<typeof openConflicts>[1][]) =>
    given.map((said) => openConflicts(conflicts, said).map(({ field }) => field));
  expect(
    open(
      {},
      { fields: { durationSeconds: 8 } },
      { file: { aspectRatio: '9:16' }, fields: { durationSeconds: null } },
      { fields: { durationSeconds: undefined, prompt: 'a cat' } },
    ),
  ).toEqual([['aspectRatio', 'durationSeconds'], ['aspectRatio'], [], ['aspectRatio', 'durationSeconds']]);
});

test('it is told in the words of the sentence', () => {
  expect(conflicts.map(contradictionSentence)).toContain(
    'The sentence contradicts itself on durationSeconds ("5 seconds" and "8 seconds"), so neither is used.',
  );
});
