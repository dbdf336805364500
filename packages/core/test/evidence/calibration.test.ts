import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ratingsLeftOut, timesLeftOut } from '../../../../scripts/calibration.mjs';

const guide = readFileSync(new URL('../../../../docs/evidence.md', import.meta.url), 'utf8');
const rowOf = (rows: typeof timesLeftOut, name: string) => rows.find((row) => row.name.trim() === name)!;

describe('what is left out is predicted by the rest', () => {
  test.each(['one row', 'a provider of a model'])('80 %% intervals of times hold 75 to 85 %%: %s', (name) => {
    const { inside, n, bias } = rowOf(timesLeftOut, name);
    expect(n).toBeGreaterThan(50);
    expect(inside).toBeGreaterThanOrEqual(0.75);
    expect(inside).toBeLessThanOrEqual(0.85);
    expect(Math.abs(bias)).toBeLessThan(0.2);
  });

  test('a single time is predicted within a factor of 1.5, as the root of the mean square', () => {
    expect(rowOf(timesLeftOut, 'one row').rms).toBeLessThan(Math.log(1.5));
  });

  test('the shares that fall below 75 % are told with their cause', () => {
    const low = [...timesLeftOut, ...ratingsLeftOut].filter(({ inside }) => inside < 0.75);
    expect(low.map(({ name }) => name.trim())).toEqual([
      'with published times of OpenRouter left',
      'rows of OpenRouter itself',
      'all of a model: the mean of all models',
    ]);
    expect(guide).toContain('The two low shares have one cause.');
    expect(guide).toContain('Where nothing at all is known of a model');
  });

  test('a rating is predicted within 30 points by other boards, as the root of the mean square', () => {
    expect(rowOf(ratingsLeftOut, 'another board only').rms).toBeLessThan(30);
  });
});
