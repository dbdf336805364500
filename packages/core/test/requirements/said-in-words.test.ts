import { describe, expect, test } from 'vitest';
import { parseRequirements, RequirementsError, type RequirementsInput } from '../../src/index.ts';

const problem = (input: RequirementsInput) => {
  try {
    parseRequirements(input);
  } catch (error) {
    if (error instanceof RequirementsError) return [error.problems[0]!, error.message] as const;
  }
  throw new Error('It was read.');
};

describe('a length', () => {
  test.each<[unknown, unknown]>([
    ['1 min', 60],
    ['1 minute 30 seconds', 90],
    ['half a minute', 30],
    ['ten-second', 10],
    ['5 s', 5],
    ['at most 1 min', { max: 60 }],
    ['30s-1 min', { min: 30, max: 60 }],
  ])('is read in words as a sentence says it: %j', (written, read) => {
    expect(parseRequirements({ durationSeconds: written as string }).durationSeconds).toEqual(read);
  });

  test.each(['1 fortnight', 'minute', '1 min of rain', '-5', '0 min', '2 hours'])('is none: %s', (written) => {
    expect(problem({ durationSeconds: written })[0].field).toBe('durationSeconds');
  });

  test('that cannot be read is answered in plain words with what may be written', () => {
    expect(problem({ durationSeconds: 'long' })[1]).toBe(
      'durationSeconds: "long" cannot be read. Allowed: whole seconds from 1 to 3600, such as 5, 5s or 1 min; or a range, such as 5-8, 5+ or ..8.',
    );
  });
});

test('a wait is read in words, too, and may be longer than any clip', () => {
  expect(parseRequirements({ maxSeconds: 'two hours' }).maxSeconds).toBe(7200);
  expect(parseRequirements({ maxSeconds: 'an hour' }).maxSeconds).toBe(3600);
});

test.each<[RequirementsInput, string]>([
  [{ resolution: '1920x1080' }, 'size'],
  [{ resolution: '9:16' }, 'aspectRatio'],
  [{ aspectRatio: '4k' }, 'resolution'],
  [{ size: '720p' }, 'resolution'],
  [{ size: 'portrait' }, 'aspectRatio'],
])('a shape in the wrong field is told with its own: %j', (input, field) => {
  const [{ belongsIn }, message] = problem(input);
  expect([belongsIn, message]).toEqual([field, expect.stringMatching(new RegExp(`" belongs in ${field}\\.$`))]);
});
