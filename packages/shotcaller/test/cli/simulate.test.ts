import { describe, expect, test } from 'vitest';
import { shotcaller } from './command-line.ts';

describe('simulate', () => {
  test('lists the scenarios', async () => {
    const { code, out } = await shotcaller(['simulate', '--scenario', 'list']);
    expect([code, out]).toEqual([0, expect.stringContaining('submit-reset')]);
  });

  test.each([
    [2, ['--scenario', 'nonsense'], 'Unknown scenario "nonsense"'],
    [2, ['--port', 'x'], '--port needs a number that is not below 0, got "x".'],
    [2, ['--credits', '-1'], '--credits needs a number that is not below 0, got "-1".'],
    [2, ['--port', '0', '--catalog', '/does/not/exist.json'], 'Cannot read the catalogue'],
  ])('ends with %i for %j', async (code, words, sentence) => {
    expect(await shotcaller(['simulate', ...words])).toMatchObject({ code, talk: expect.stringContaining(sentence) });
  });
});
