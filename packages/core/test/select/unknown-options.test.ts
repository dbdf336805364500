import { describe, expect, test } from 'vitest';
import { bundledCatalog, checkOptions, OptionsError, type SelectOptions, select } from '../../src/index.ts';

const clip = { durationSeconds: 5, resolution: '720p' };
const choose = (options: object | null | string) => select(bundledCatalog, clip, options as SelectOptions);

function thrownBy(call: () => unknown): OptionsError {
  try {
    call();
  } catch (error) {
    if (error instanceof OptionsError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

describe('An option that select does not have', () => {
  test.each([
    [{ profil: 'fastAndCheap' }, 'profil', 'profile'],
    [{ include_unknown: true, profile: 'balanced' }, 'include_unknown', 'includeUnknown'],
    [{ pickby: 'expected' }, 'pickby', 'pickBy'],
    [{ weights: { speed: 1, qualty: 5 } }, 'weights.qualty', 'weights.quality'],
  ])('is refused with the one that was probably meant: %j', (options, option, nearest) => {
    expect(thrownBy(() => choose(options)).unknown).toEqual([expect.objectContaining({ option, nearest })]);
  });

  test('is named in a sentence, with what may stand there where nothing is near', () => {
    expect(thrownBy(() => choose({ profil: 'fastAndCheap', colour: 'blue' })).message).toBe(
      'profil is not an option of select. Did you mean profile? colour is not an option of select. Its options are profile, weights, method, evidence, now, includeUnknown, pickBy, settle, incumbent, tag. Nothing was bought.',
    );
  });

  test('is no option when it is undefined, nor is one that stands in the prototype of the object', () => {
    expect(choose({ profil: undefined, profile: undefined }).profile.name).toBe('balanced');
    expect(choose(Object.create({ profil: 'fastAndCheap' })).profile.name).toBe('balanced');
  });

  test('may have a name that every object has', () => {
    expect(thrownBy(() => choose({ toString: 'x', constructor: 'y' })).unknown.map(({ option }) => option)).toEqual([
      'toString',
      'constructor',
    ]);
  });

  test.each([
    [null, 'null'],
    ['fastAndCheap', 'a string'],
    [['fastAndCheap'], 'a list'],
  ])('cannot be looked for in what is no object: %j', (given, what) => {
    expect(() => choose(given)).toThrow(
      `The options of select must be an object; ${what} was given. Nothing was bought.`,
    );
  });

  test('of a name that is known to stand for another one is told that', () => {
    const meantBy = (plain: string) => (plain === 'budget' ? 'maxUsd' : undefined);
    expect(thrownBy(() => checkOptions('run', { Budget: 1 }, { maxUsd: true }, meantBy)).message).toBe(
      'Budget is not an option of run. Did you mean maxUsd? Nothing was bought.',
    );
  });
});
