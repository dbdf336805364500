import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goalposts } from '../../src/data/goalposts.ts';
import { profileOf, profiles } from '../../src/rank/profiles.ts';
import { rankCandidates } from '../../src/rank/rank.ts';
import { utilitiesOf } from '../../src/rank/utilities.ts';
import { anyWeights, candidate, candidateLists } from './candidates.ts';

/** Figures whose utilities are those of the worked table of the scoring document. */
const seconds = (utility: number) => 600 * 60 ** -utility;
const dollars = (utility: number) => 5 * 50 ** -utility;
const rating = (utility: number) => 1150 + 400 * utility;

const seedance = candidate('bytedance/seedance-2.0', {
  usd: dollars(0.435),
  seconds: seconds(0.361),
  secondsDeviation: 0.412,
  rating: rating(0.828),
  ratingDeviation: 7.5,
});
const miniWithoutTiming = candidate('bytedance/seedance-2.0-mini', {
  usd: dollars(0.612),
  seconds: seconds(0.403),
  secondsDeviation: 0.83,
  rating: rating(0.773),
  ratingDeviation: 24.2,
  level: 'sibling',
});
const miniTimed = candidate('bytedance/seedance-2.0-mini', {
  usd: dollars(0.612),
  seconds: seconds(0.473),
  secondsDeviation: 0.299,
  rating: rating(0.773),
  ratingDeviation: 24.2,
  level: 'sibling',
});

const options = { weights: profiles.qualityAndCost, goalposts };

describe('utilities on fixed goalposts', () => {
  const utilities = (usd: number | null, time: number, points: number) =>
    utilitiesOf(candidate('a/b', { usd, seconds: time, rating: points }), goalposts);

  it('are 1 at 10 s, 0.10 dollars and 1550 points, 0 at 600 s, 5 dollars and 1150 points', () => {
    expect(utilities(0.1, 10, 1550)).toMatchObject({ speed: 1, cost: 1, quality: 1 });
    expect(utilities(5, 600, 1150)).toMatchObject({ speed: 0, cost: 0, quality: 0 });
    // sqrt(600 × 10) = 77.46 s and sqrt(5 × 0.1) = 0.707 dollars lie in the middle
    const middle = utilities(Math.SQRT1_2, 77.46, 1350);
    expect(middle.speed).toBeCloseTo(0.5, 4);
    expect(middle.cost).toBeCloseTo(0.5, 4);
    expect(middle.quality).toBeCloseTo(0.5, 9);
  });

  it('stay inside 0 to 1 beyond the posts', () => {
    expect(utilities(0.01, 1, 2000)).toMatchObject({ speed: 1, cost: 1, quality: 1 });
    expect(utilities(50, 9000, 500)).toMatchObject({ speed: 0, cost: 0, quality: 0 });
  });

  it('give an unknown price 0: never the cheapest', () => {
    expect(utilities(null, 10, 1550).cost).toBe(0);
  });
});

describe('the rank', () => {
  it('prefers the model that is known while the other is only hoped to be better, and lists the near tie', () => {
    // 0.15 × 0.361 + 0.30 × 0.435 + 0.55 × 0.828 = 0.640, SD 0.018, low 0.616
    // 0.15 × 0.403 + 0.30 × 0.612 + 0.55 × 0.773 = 0.669, SD 0.045, low 0.611; Phi(0.029 / 0.049) = 0.73
    const ranked = rankCandidates([miniWithoutTiming, seedance], options);
    expect(ranked.map(({ model, score }) => [model, score])).toEqual([
      ['bytedance/seedance-2.0', 0.64],
      ['bytedance/seedance-2.0-mini', 0.669],
    ]);
    expect(ranked[0]!.scoreLow).toBeCloseTo(0.616, 2);
    expect(ranked[1]!.scoreLow).toBeCloseTo(0.611, 2);
    expect(ranked[0]!.tiedWith).toEqual(['bytedance/seedance-2.0-mini']);
    expect(ranked[1]!.tiedWith).toEqual(['bytedance/seedance-2.0']);
  });

  it('changes its pick for one real measurement, and shows a lead under 0.02 as a tie', () => {
    // 0.15 × 0.473 + 0.30 × 0.612 + 0.55 × 0.773 = 0.680, SD 0.035; Phi(0.040 / 0.039) = 0.84
    const ranked = rankCandidates([seedance, miniTimed], options);
    expect(ranked[0]!.model).toBe('bytedance/seedance-2.0-mini');
    expect(ranked[0]!.scoreLow).toBeCloseTo(0.634, 2);
    expect(ranked[0]!.scoreLow - ranked[1]!.scoreLow).toBeLessThan(0.02);
    expect(ranked[0]!.tiedWith).toEqual(['bytedance/seedance-2.0']);
  });

  it('goes by the score itself when asked for what is expected', () => {
    expect(rankCandidates([seedance, miniWithoutTiming], { ...options, pickBy: 'expected' })[0]!.model).toBe(
      'bytedance/seedance-2.0-mini',
    );
  });

  it('keeps the incumbent unless it is beaten by 0.02', () => {
    const at = (model: string, utility: number) => candidate(model, { usd: 1, seconds: 60, rating: rating(utility) });
    const byQuality = { weights: { speed: 0, cost: 0, quality: 1 }, goalposts, incumbent: 'a/old' };
    const close = rankCandidates([at('a/new', 0.519), at('a/old', 0.5)], byQuality);
    expect(close.map(({ model }) => model)).toEqual(['a/old', 'a/new']);
    expect(rankCandidates([at('a/new', 0.521), at('a/old', 0.5)], byQuality)[0]!.model).toBe('a/new');
    expect(rankCandidates([at('a/new', 0.519)], byQuality)[0]!.model).toBe('a/new');
  });

  it('breaks exact ties by evidence, then price, then id', () => {
    const figures = { usd: 9, seconds: 60, rating: 1300 };
    const order = rankCandidates(
      [
        candidate('d/guessed', { ...figures, level: 'prior' }),
        candidate('c/known', figures),
        candidate('b/known', figures),
        candidate('e/cheaper', { ...figures, usd: 8 }), // beyond the goalpost: the same utility
      ],
      options,
    );
    expect(order.map(({ model }) => model)).toEqual(['e/cheaper', 'b/known', 'c/known', 'd/guessed']);
  });

  it('says which share of the weight rests on direct evidence', () => {
    expect(rankCandidates([seedance], options)[0]!.evidenceShare).toBeCloseTo(1, 9);
    expect(rankCandidates([miniTimed], options)[0]!.evidenceShare).toBeCloseTo(0.3, 9);
    const unpriced = candidate('a/b', { usd: null, seconds: 60, rating: 1300 });
    expect(rankCandidates([unpriced], options)[0]!.evidenceShare).toBeCloseTo(0.7, 9);
  });

  it('names the best ranked model that is no worse on all three criteria', () => {
    const ranked = rankCandidates(
      [
        candidate('a/best', { usd: 0.2, seconds: 30, rating: 1500 }),
        candidate('a/good', { usd: 0.3, seconds: 40, rating: 1400 }),
        candidate('a/poor', { usd: 0.4, seconds: 50, rating: 1300 }),
        candidate('a/cheap', { usd: 0.1, seconds: 50, rating: 1300 }),
        candidate('a/twin', { usd: 0.1, seconds: 50, rating: 1300 }),
        candidate('a/unpriced', { usd: null, seconds: 500, rating: 1200 }),
      ],
      options,
    );
    expect(Object.fromEntries(ranked.map(({ model, dominatedBy }) => [model, dominatedBy]))).toEqual({
      'a/best': null,
      'a/good': 'a/best',
      'a/poor': 'a/best',
      'a/cheap': null,
      'a/twin': null,
      'a/unpriced': null,
    });
  });

  it('of nothing is empty', () => {
    expect(rankCandidates([], options)).toEqual([]);
  });
});

describe('for any candidates and weights', () => {
  it('adding or removing a model never changes the score of another', () => {
    fc.assert(
      fc.property(candidateLists, anyWeights, (list, weights) => {
        const alone = rankCandidates(list.slice(1), { weights, goalposts });
        const together = rankCandidates(list, { weights, goalposts });
        for (const { model, score, scoreLow, contributions } of alone) {
          expect(together.find((other) => other.model === model)).toMatchObject({ score, scoreLow, contributions });
        }
      }),
    );
  });

  it('shuffling changes nothing', () => {
    const shuffled = candidateLists.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length })),
    );
    fc.assert(
      fc.property(
        shuffled,
        anyWeights,
        fc.option(fc.constant('maker/model-1'), { nil: 'nobody' }),
        ([list, other], weights, incumbent) => {
          const options = { weights, goalposts, incumbent };
          expect(rankCandidates(other, options)).toEqual(rankCandidates(list, options));
        },
      ),
    );
  });

  it('contributions add up to the score as shown', () => {
    fc.assert(
      fc.property(candidateLists, anyWeights, (list, weights) => {
        for (const { score, contributions } of rankCandidates(list, { weights, goalposts })) {
          const { speed, cost, quality } = contributions;
          expect(Math.round(speed * 1000) + Math.round(cost * 1000) + Math.round(quality * 1000)).toBe(
            Math.round(score * 1000),
          );
          expect(Math.min(speed, cost, quality)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('a dominated model names the best ranked of its undominated dominators, and the others name none', () => {
    fc.assert(
      fc.property(candidateLists, anyWeights, (list, weights) => {
        const ranked = rankCandidates(list, { weights, goalposts });
        const figures = (model: string) => {
          const { expectedUsd, speed, quality } = list.find((candidate) => candidate.model === model)!;
          return [expectedUsd, speed.secondsToResultSixSecondClip, -quality.rating] as const;
        };
        const beats = (one: string, other: string) => {
          const pairs = figures(one).map((value, index) => [value, figures(other)[index]!] as const);
          return pairs.every(([a, b]) => a !== null && b !== null && a <= b) && pairs.some(([a, b]) => a! < b!);
        };
        for (const { model, dominatedBy } of ranked) {
          const onFront = ranked.filter(({ model }) => !ranked.some((other) => beats(other.model, model)));
          expect(dominatedBy).toBe(onFront.find((other) => beats(other.model, model))?.model ?? null);
        }
      }),
    );
  });
});

describe('weights', () => {
  it('come from the three profiles of the guide by name', () => {
    expect(profileOf('fastAndCheap')).toEqual({
      name: 'fastAndCheap',
      weights: { speed: 0.55, cost: 0.35, quality: 0.1 },
    });
  });

  it('of one’s own are scaled to sum 1', () => {
    expect(profileOf({ speed: 2, cost: 1, quality: 1 })).toEqual({
      name: 'custom',
      weights: { speed: 0.5, cost: 0.25, quality: 0.25 },
    });
    expect(profileOf({ cost: 3 }).weights).toEqual({ speed: 0, cost: 1, quality: 0 });
  });

  it.each([
    [{ speed: -1, cost: 1 }, 'The weight speed is -1.'],
    [{ cost: Number.NaN }, 'The weight cost is NaN.'],
    [{ quality: Number.POSITIVE_INFINITY }, 'The weight quality is Infinity.'],
    [{ speed: 0, cost: 0, quality: 0 }, 'All weights are 0.'],
    ['cheapest', 'There is no profile "cheapest". Use one of: fastAndCheap, qualityAndCost, balanced.'],
  ])('%j are refused', (weights, message) => {
    expect(() => profileOf(weights as never)).toThrow(message);
  });
});
