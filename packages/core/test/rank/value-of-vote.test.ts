import { describe, expect, test } from 'vitest';
import { goalposts } from '../../src/data/goalposts.ts';
import { logOddsPerPoint } from '../../src/evidence/votes.ts';
import { profiles } from '../../src/rank/profiles.ts';
import { rankCandidates } from '../../src/rank/rank.ts';
import { scoreOf } from '../../src/rank/score.ts';
import { type Candidate, utilitiesOf } from '../../src/rank/utilities.ts';
import { afterUnknownVote, voteMeasurementsOf } from '../../src/rank/value-of-vote.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import { candidate } from './candidates.ts';

const { qualityAndCost: weights } = profiles;
const options = { weights, goalposts };
const known = candidate('a/known', {
  usd: 0.5,
  rating: 1440,
  ratingDeviation: 10,
  seconds: 80,
  secondsDeviation: 0.12,
});
const unrated = candidate('b/unrated', {
  usd: 0.15,
  rating: 1465,
  ratingDeviation: 89,
  seconds: 80,
  secondsDeviation: 0.12,
});
const published = candidate('c/published', {
  usd: 0.5,
  rating: 1430,
  ratingDeviation: 8,
  seconds: 80,
  secondsDeviation: 0.12,
});
const field = [known, unrated, published];
const scored = (one: Candidate) =>
  scoreOf(utilitiesOf(one, goalposts), weights, goalposts.constants.lowerBoundDeviations.value);

const random = seededRandom(5);
const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

describe('the value of one vote', () => {
  test('is far more for a model that nobody has rated than for one whose rating is published', () => {
    const measurements = voteMeasurementsOf(field, options);
    expect(measurements[0]).toMatchObject({ kind: 'vote', model: 'b/unrated', against: 'a/known', usd: 0.65 });
    const [first, second] = measurements;
    expect(first!.value).toBeGreaterThan(10 * (second?.value ?? 0));
    expect(first!.chanceOfChange).toBeGreaterThan(0);
    expect(first!.chanceRightAfter).toBeGreaterThan(first!.chanceRightBefore);
  });

  test('is that of a simulation with a hidden true rating', () => {
    const [first] = voteMeasurementsOf(field, options);
    const pick = rankCandidates(field, options)[0]!.model;
    expect(pick).toBe('a/known');
    let gained = 0;
    let changes = 0;
    const draws = 20_000;
    for (let draw = 0; draw < draws; draw += 1) {
      const truth = field.map(({ quality }) => quality.rating + quality.standardDeviation * gaussian());
      const won = random() < 1 / (1 + Math.exp(-logOddsPerPoint * (truth[1]! - truth[0]!)));
      const p = 1 / (1 + Math.exp(-logOddsPerPoint * (unrated.quality.rating - known.quality.rating)));
      const [v, w] = [unrated.quality.standardDeviation ** 2, known.quality.standardDeviation ** 2];
      const share = 1 + logOddsPerPoint ** 2 * p * (1 - p) * (v + w);
      const step = (logOddsPerPoint * ((won ? 1 : 0) - p)) / share;
      const [sure, surer] = afterUnknownVote(unrated, known);
      const after = [
        { ...surer, quality: { ...surer.quality, rating: known.quality.rating - w * step } },
        { ...sure, quality: { ...sure.quality, rating: unrated.quality.rating + v * step } },
        published,
      ];
      const chosen = rankCandidates(after, options)[0]!.model;
      if (chosen !== pick) changes += 1;
      const real = (index: number) =>
        scored({ ...field[index]!, quality: { ...field[index]!.quality, rating: truth[index]! } }).expected;
      gained += real(field.findIndex(({ model }) => model === chosen)) - real(0);
    }
    // Exact inside the clamps: true ratings above 1550 score no more.
    expect(Math.abs(first!.value - gained / draws)).toBeLessThan(0.01);
    expect(Math.abs(first!.chanceOfChange - changes / draws)).toBeLessThan(0.03);
  });

  test('is nothing when quality does not count, without a rival, or for a model of unknown price', () => {
    expect(voteMeasurementsOf(field, { weights: { speed: 0.5, cost: 0.5, quality: 0 }, goalposts })).toEqual([]);
    expect(voteMeasurementsOf([known], options)).toEqual([]);
    expect(voteMeasurementsOf([], options)).toEqual([]);
    const unpriced = { ...unrated, expectedUsd: null };
    expect(voteMeasurementsOf([known, unpriced, published], options).map(({ model }) => model)).toEqual([
      'c/published',
    ]);
  });
});
