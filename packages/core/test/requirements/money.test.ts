import { parseRequirements, readUsd } from '@shotcaller/core';
import { describe, expect, test } from 'vitest';

describe('An amount of dollars', () => {
  test.each([
    ['2.50', '2.5'],
    ['$2.50', '2.5'],
    [' $ 2 USD ', '2'],
    ['007', '7'],
    [0.5, '0.5'],
    [20, '20'],
    ['0', '0'],
    ['0.00', '0'],
    ['0.000000000000000001', '0.000000000000000001'],
  ])('%j is read as %s', (given, amount) => {
    expect(readUsd(given)).toBe(amount);
  });

  test.each([
    '-1',
    '1e3',
    1e-9,
    '1,000',
    '1.',
    '.5',
    '€5',
    'five',
    '',
    '1 000',
    '1234567890',
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('%j is none', (given) => {
    expect(readUsd(given)).toBeUndefined();
  });

  test('that limits a clip has at most twelve decimals', () => {
    expect(parseRequirements({ maxUsd: '0.000000000001' }).maxUsd).toBe('0.000000000001');
    expect(() => parseRequirements({ maxUsd: '0.0000000000001' })).toThrow(/maxUsd/);
  });
});
