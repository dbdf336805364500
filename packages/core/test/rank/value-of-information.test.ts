import { describe, expect, test } from 'vitest';
import { goalposts } from '../../src/data/goalposts.ts';
import { profiles } from '../../src/rank/profiles.ts';
import { rankCandidates } from '../../src/rank/rank.ts';
import { scoreOf } from '../../src/rank/score.ts';
import { type Candidate, utilitiesOf } from '../../src/rank/utilities.ts';
import { afterOneTime, measurementsOf } from '../../src/rank/value-of-information.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import { candidate } from './candidates.ts';

const { balanced: weights } = profiles;
const options = { weights, goalposts };

/** A well known pick, a vague rival that may be better, and one far behind. */
const known = candidate('a/known', { usd: 0.5, rating: 1440, ratingDeviation: 8, seconds: 80, secondsDeviation: 0.12 });
const vague = candidate('b/vague', { usd: 0.4, rating: 1430, ratingDeviation: 8, seconds: 85, secondsDeviation: 0.6 });
const behind = candidate('c/behind', { usd: 3, rating: 1200, ratingDeviation: 8, seconds: 300, secondsDeviation: 0.6 });
const field = [known, vague, behind];

const random = seededRandom(11);
const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const within = goalposts.constants.speedWithinModel.value;

/** The candidate after a clip that took `logSeconds` for 6 s, by the same arithmetic as own runs. */
function measured(one: Candidate, logSeconds: number): Candidate {
  const before = one.speed.logStandardDeviation ** 2;
  const share = before / (before + within ** 2);
  const seconds = Math.exp(Math.log(one.speed.secondsToResultSixSecondClip) * (1 - share) + logSeconds * share);
  const after = afterOneTime(one, goalposts);
  return { ...after, speed: { ...after.speed, secondsToResultSixSecondClip: seconds } };
}

const scored = (one: Candidate) =>
  scoreOf(utilitiesOf(one, goalposts), weights, goalposts.constants.lowerBoundDeviations.value);

describe('the value of one more clip', () => {
  test('is that of a simulation that draws what the clip may show', () => {
    const [first] = measurementsOf(field, options);
    expect(first!.model).toBe('b/vague');
    let sum = 0;
    let changes = 0;
    const draws = 20_000;
    const pick = rankCandidates(field, options)[0]!.model;
    for (let draw = 0; draw < draws; draw += 1) {
      const truth = Math.log(vague.speed.secondsToResultSixSecondClip) + vague.speed.logStandardDeviation * gaussian();
      const after = measured(vague, truth + within * gaussian());
      const [picked] = rankCandidates([known, after, behind], options);
      const chosen = picked!.model === after.model ? after : known;
      sum += scored(chosen).expected - scored(known).expected;
      if (picked!.model !== pick) changes += 1;
    }
    expect(first!.value).toBeCloseTo(sum / draws, 3);
    expect(Math.abs(first!.chanceOfChange - changes / draws)).toBeLessThan(0.02);
  });

  test('makes it likelier that the pick is right', () => {
    const [first] = measurementsOf(field, options);
    expect(first!.chanceRightAfter).toBeGreaterThan(first!.chanceRightBefore);
    expect(first!.chanceRightAfter).toBeLessThanOrEqual(1);
  });

  test('is nothing for a model that no time can bring to the front, and best value for the money comes first', () => {
    const measurements = measurementsOf(field, options);
    expect(measurements.find(({ model }) => model === 'c/behind')!.value).toBeLessThan(1e-6);
    const perDollar = measurements.map(({ value, usd }) => value / usd);
    expect(perDollar).toEqual([...perDollar].sort((one, other) => other - one));
  });

  test('is nothing when speed does not count, or when there is one model', () => {
    const noSpeed = { weights: { speed: 0, cost: 0.5, quality: 0.5 }, goalposts };
    expect(measurementsOf(field, noSpeed)).toEqual([]);
    expect(measurementsOf([known], options)).toEqual([]);
    expect(measurementsOf([], options)).toEqual([]);
  });

  test('leaves out a model of unknown price', () => {
    const unpriced = { ...vague, expectedUsd: null };
    expect(measurementsOf([known, unpriced], options).map(({ model }) => model)).toEqual(['a/known']);
  });

  test('beats a random purchase: over ten fields with a hidden truth the first clip bought ends in better picks', () => {
    let byValue = 0;
    let byChance = 0;
    for (let round = 0; round < 10; round += 1) {
      const models = Array.from({ length: 8 }, (_, index) =>
        candidate(`m/${index}`, {
          usd: 0.2 + random(),
          rating: 1350 + 150 * random(),
          ratingDeviation: 8,
          seconds: 40 + 160 * random(),
          secondsDeviation: 0.15 + 0.6 * random(),
        }),
      );
      const [advice] = measurementsOf(models, options);
      for (let draw = 0; draw < 300; draw += 1) {
        const truth = models.map(
          ({ speed }) => Math.log(speed.secondsToResultSixSecondClip) + speed.logStandardDeviation * gaussian(),
        );
        const noise = within * gaussian();
        const picked = (bought: number) => {
          const after = models.map((one, index) => (index === bought ? measured(one, truth[index]! + noise) : one));
          const at = models.findIndex(({ model }) => model === rankCandidates(after, options)[0]!.model);
          const real = {
            ...models[at]!,
            speed: { ...models[at]!.speed, secondsToResultSixSecondClip: Math.exp(truth[at]!) },
          };
          return scored(real).expected;
        };
        byValue += picked(models.findIndex(({ model }) => model === advice!.model));
        byChance += picked(Math.floor(random() * models.length));
      }
    }
    expect(byValue).toBeGreaterThan(byChance);
  });
});
