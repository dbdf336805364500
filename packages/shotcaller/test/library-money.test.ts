import { describe, expect, test } from 'vitest';
import { createShotcaller } from '../src/index.ts';
import { givenUsd, readCaps } from '../src/jobs/money/given-caps.ts';

describe('The limits that a program gives', () => {
  test('may be numbers or text, with or without the sign', () => {
    expect(readCaps({ perJobUsd: 0.5, perDayUsd: '$20', perMonthUsd: '100.00' })).toEqual({
      perJobUsd: '0.5',
      perDayUsd: '20',
      perMonthUsd: '100',
    });
  });

  test('that are undefined are none', () => {
    expect(readCaps({ perDayUsd: undefined })).toEqual({});
  });

  test.each(['lots', '-1', '1e9', Number.NaN])(
    'that are no amount, as %s, are refused when the library is made',
    (perDayUsd) => {
      expect(() => createShotcaller({ caps: { perDayUsd } })).toThrow(
        /caps\.perDayUsd: .* is not an amount in US dollars/,
      );
    },
  );

  test('with a misspelled name are refused: it must not pass for no limit', () => {
    const caps: object = { perDayUSD: 5 };
    expect(() => createShotcaller({ caps })).toThrow('caps.perDayUSD is not a limit');
  });
});

describe('What was confirmed', () => {
  test('may have as many decimals as a price', () => {
    expect(givenUsd('0.1234567890123456', 'confirmUsd')).toBe('0.1234567890123456');
  });

  test('that is no amount is refused by its name', () => {
    expect(() => givenUsd('all', 'confirmUsd')).toThrow(/confirmUsd: all is not an amount/);
  });
});
