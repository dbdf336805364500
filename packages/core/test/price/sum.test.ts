import { expect, test } from 'vitest';
import { sumUsd } from '../../src/index.ts';

test.each([
  [['0.1', '0.2'], '0.3'],
  [['0.000000000001', '1000000', '0.999999999999'], '1000001'],
  [['1', '-0.25', '-0.75'], '0'],
  [['0.5', '-0.75'], '-0.25'],
  [[null, '0.10', undefined], '0.1'],
  [[], '0'],
])('the sum of %j is %s', (amounts, sum) => {
  expect(sumUsd(amounts)).toBe(sum);
});
