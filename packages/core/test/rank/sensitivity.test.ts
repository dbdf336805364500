import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goalposts } from '../../src/data/goalposts.ts';
import type { Weights } from '../../src/rank/profiles.ts';
import { type RankOptions, rankCandidates } from '../../src/rank/rank.ts';
import { sensitivityOf } from '../../src/rank/sensitivity.ts';
import { utilitiesOf } from '../../src/rank/utilities.ts';
import { anyWeights, candidate, candidateLists } from './candidates.ts';

const names = ['speed', 'cost', 'quality'] as const;

/** The weights with one of them moved to `value`, the other two in their proportion. */
function moved(weights: Weights, name: keyof Weights, value: number): Weights {
  const rest = names.reduce((sum, other) => (other === name ? sum : sum + weights[other]), 0);
  const scaled = (other: keyof Weights) =>
    other === name ? value : (1 - value) * (rest === 0 ? 0.5 : weights[other] / rest);
  return { speed: scaled('speed'), cost: scaled('cost'), quality: scaled('quality') };
}

const optionSets: fc.Arbitrary<RankOptions> = fc.record({
  weights: anyWeights,
  goalposts: fc.constant(goalposts),
  pickBy: fc.constantFrom('safe' as const, 'expected' as const),
  incumbent: fc.constantFrom('nobody', 'maker/model-0', 'maker/model-1'),
});

describe('sensitivity', () => {
  it('finds the weight at which the other model takes over', () => {
    // Speed: u = 1 against 0; cost: u = 0 against 1; quality equal. Equal scores where the two weights are equal.
    const fast = candidate('a/fast', { usd: 5, seconds: 10, rating: 1350 });
    const cheap = candidate('a/cheap', { usd: 0.1, seconds: 600, rating: 1350 });
    const options = { weights: { speed: 0.5, cost: 0.3, quality: 0.2 }, goalposts };
    const { weights, nearest } = sensitivityOf([fast, cheap], 'a/fast', options);
    // Moving cost: speed keeps 5/7 of the rest: c = (1 − c) × 5/7 at c = 5/12. Moving speed: s = (1 − s) × 3/5 at s = 3/8.
    expect(weights.cost.to).toBeCloseTo(5 / 12, 4);
    expect(weights.cost).toMatchObject({ at: 0.3, from: 0, below: null, above: 'a/cheap' });
    expect(weights.speed.from).toBeCloseTo(3 / 8, 4);
    expect(weights.speed).toMatchObject({ to: 1, below: 'a/cheap', above: null });
    expect(weights.quality).toMatchObject({ from: 0, to: 1, below: null, above: null });
    expect(nearest).toMatchObject({ weight: 'cost', direction: 'above', model: 'a/cheap' });
    expect(nearest!.value).toBeCloseTo(5 / 12, 4);
  });

  it('says how dear the pick may get before it loses', () => {
    const pick = candidate('a/pick', { usd: 0.1, seconds: 60, rating: 1400 });
    const other = candidate('a/other', { usd: 0.5, seconds: 60, rating: 1400 });
    const options = { weights: { speed: 0.5, cost: 0.3, quality: 0.2 }, goalposts };
    expect(sensitivityOf([pick, other], 'a/pick', options).losesAboveUsd).toBeCloseTo(0.5, 6);
    expect(sensitivityOf([pick], 'a/pick', options).losesAboveUsd).toBeNull();
  });

  it('of a single candidate is that nothing changes the pick', () => {
    const alone = candidate('a/alone', { usd: 1, seconds: 60, rating: 1300 });
    const result = sensitivityOf([alone], 'a/alone', { weights: { speed: 1, cost: 0, quality: 0 }, goalposts });
    expect(result.nearest).toBeNull();
    expect(result.weights.speed).toEqual({ at: 1, from: 0, to: 1, below: null, above: null });
  });

  it('keeps the pick at every point inside a range, by ranking again there', () => {
    const inside = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(candidateLists, optionSets, inside, (list, options, shares) => {
        const pick = rankCandidates(list, options)[0]!.model;
        const { weights } = sensitivityOf(list, pick, options);
        for (const name of names) {
          const from = weights[name].from + (weights[name].below === null ? 0 : 2e-5);
          const to = weights[name].to - (weights[name].above === null ? 0 : 2e-5);
          for (const share of from <= to ? shares : []) {
            const there = { ...options, weights: moved(options.weights, name, from + share * (to - from)) };
            expect(winnerOrTie(list, there, pick)).toBe(pick);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('names the model that wins just outside a range, by ranking again there', () => {
    fc.assert(
      fc.property(candidateLists, optionSets, (list, options) => {
        const pick = rankCandidates(list, options)[0]!.model;
        const { weights } = sensitivityOf(list, pick, options);
        for (const name of names) {
          const { from, to, below, above } = weights[name];
          for (const [value, model] of [
            [from, below],
            [to, above],
          ] as const) {
            if (model === null) continue;
            const there = { ...options, weights: moved(options.weights, name, value) };
            expect(winnerOrTie(list, there, model)).toBe(model);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('finds the price at which the pick loses, by ranking again around it', () => {
    fc.assert(
      fc.property(candidateLists, optionSets, (list, options) => {
        const pick = rankCandidates(list, options)[0]!.model;
        const { losesAboveUsd } = sensitivityOf(list, pick, options);
        if (losesAboveUsd === null || options.weights.cost < 0.01) return;
        const priced = (usd: number) => list.map((one) => (one.model === pick ? { ...one, expectedUsd: usd } : one));
        if (losesAboveUsd < 0.1) return; // under the goalpost every price is as good
        expect(winnerOrTie(priced(losesAboveUsd * 0.999), options, pick)).toBe(pick);
        expect(rankCandidates(priced(losesAboveUsd * 1.001), options)[0]!.model).not.toBe(pick);
      }),
      { numRuns: 300 },
    );
  });
});

/** The winner, or `model` when its key is within rounding of the winner's. */
function winnerOrTie(list: Parameters<typeof rankCandidates>[0], options: RankOptions, model: string): string {
  const ranked = rankCandidates(list, options);
  const first = ranked[0]!;
  if (first.model === model) return model;
  const key = (name: string) => {
    const { standardDeviation } = ranked.find((one) => one.model === name)!;
    const utilities = utilitiesOf(list.find((one) => one.model === name)!, goalposts);
    const { speed, cost, quality } = options.weights;
    const score = speed * utilities.speed + cost * utilities.cost + quality * utilities.quality;
    const margin = name === options.incumbent ? goalposts.constants.incumbentMargin.value : 0;
    return score - (options.pickBy === 'expected' ? 0 : 1.28 * standardDeviation) + margin;
  };
  return Math.abs(key(first.model) - key(model)) < 1e-9 ? model : first.model;
}
