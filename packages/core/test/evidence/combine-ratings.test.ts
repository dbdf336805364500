import fc from 'fast-check';
import { expect, test } from 'vitest';
import { combined, type RatingObservation } from '../../src/evidence/combine-ratings.ts';

const observation = (score: number, deviation: number, more: Partial<RatingObservation> = {}): RatingObservation => ({
  score,
  variance: deviation ** 2,
  level: 'linked',
  source: 'board',
  asOf: '2026-10-01',
  votes: 100,
  notes: [],
  ...more,
});

test('two equally sure ratings meet in the middle, surer together by what they do not share', () => {
  const both = combined([observation(1400, 30), observation(1440, 30)], 0.3)!;
  expect(both.score).toBeCloseTo(1420, 9);
  // Of two errors with correlation ρ the mean has the variance (1 + ρ) / 2.
  expect(both.variance).toBeCloseTo((30 ** 2 * 1.3) / 2, 6);
});

test('a rating that is vague beside the other moves nothing', () => {
  const sure = observation(1400, 10);
  expect(combined([sure, observation(1500, 100)], 0.3)).toEqual(sure);
});

test('nothing is nothing, and one is itself', () => {
  expect(combined([undefined], 0.3)).toBeUndefined();
  const only = observation(1400, 10);
  expect(combined([undefined, only], 0.3)).toBe(only);
});

test('sources, dates, votes and cautions of all are told', () => {
  const both = combined(
    [
      observation(1400, 30, { source: 'A', asOf: '2026-08-01', votes: 10, notes: ['other_board'] }),
      observation(1440, 30, { source: 'B', asOf: '2026-09-01', votes: 20, notes: ['other_task', 'other_board'] }),
    ],
    0.3,
  );
  expect(both).toMatchObject({ source: 'A; B', asOf: '2026-09-01', votes: 30, notes: ['other_board', 'other_task'] });
});

test('for any ratings it lies among them and is never less sure than the surest', () => {
  const any = fc.array(
    fc.tuple(fc.double({ min: 1000, max: 1600, noNaN: true }), fc.double({ min: 1, max: 200, noNaN: true })),
    {
      minLength: 1,
      maxLength: 5,
    },
  );
  fc.assert(
    fc.property(any, fc.double({ min: 0, max: 0.9, noNaN: true }), (pairs, correlation) => {
      const all = pairs.map(([score, deviation]) => observation(score, deviation));
      const { score, variance } = combined(all, correlation)!;
      expect(score).toBeGreaterThanOrEqual(Math.min(...pairs.map(([value]) => value)) - 1e-6);
      expect(score).toBeLessThanOrEqual(Math.max(...pairs.map(([value]) => value)) + 1e-6);
      expect(variance).toBeLessThanOrEqual(Math.min(...all.map((one) => one.variance)) * (1 + 1e-9));
    }),
  );
});
