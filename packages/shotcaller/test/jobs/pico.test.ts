import Big from 'big.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { picoFromUsd, usdFromPico } from '../../src/jobs/money/pico.ts';

const any = fc.oneof(
  fc.bigInt({ min: -(10n ** 27n), max: 10n ** 27n }),
  fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }),
);

test('an amount as pico-dollars and as a decimal is the same, in every size', () => {
  fc.assert(
    fc.property(any, (pico) => {
      expect(usdFromPico(pico)).toBe(new Big(pico.toString()).div('1e12').toFixed());
      expect(picoFromUsd(usdFromPico(pico))).toBe(pico);
    }),
  );
});

test.each([
  ['0.10', 100_000_000_000n],
  ['1e-7', 100_000n],
  ['-0.5', -500_000_000_000n],
  ['00.5', 500_000_000_000n],
  // What lies beyond twelve decimals is rounded up.
  ['0.0000000000001', 1n],
  ['1.0000000000001', 1_000_000_000_001n],
])('%s is %s pico-dollars', (usd, pico) => {
  expect(picoFromUsd(usd)).toBe(pico);
});
