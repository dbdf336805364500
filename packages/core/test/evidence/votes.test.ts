import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bundledEvidence } from '../../src/data/evidence.ts';
import type { Vote } from '../../src/evidence/evidence.ts';
import { estimateQuality } from '../../src/evidence/quality.ts';
import { type RatingBelief, ratingsByVotes } from '../../src/evidence/votes.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import { question } from './question.ts';

const vote = (one: string, other: string, better: string | null, more: Partial<Vote> = {}): Vote => ({
  models: [one, other],
  better,
  task: 'text-to-video',
  votedAt: '2026-10-07T12:00:00Z',
  ...more,
});

/** `wins` of `n` votes for A. */
const series = (n: number, wins: number, more: Partial<Vote> = {}) =>
  Array.from({ length: n }, (_, index) => vote('A', 'B', index < wins ? 'A' : 'B', more));

const beliefs =
  (of: Readonly<Record<string, RatingBelief>>) =>
  (model: string): RatingBelief =>
    of[model]!;

describe('ratings by votes', () => {
  // The opponent is known to a point, so that all of the movement is the model's own.
  const against = (deviation: number) =>
    beliefs({ A: { rating: 1400, variance: deviation ** 2 }, B: { rating: 1400, variance: 1e-6 } });

  test.each([
    ['published', 12, 20, 2],
    ['published', 12, 100, 8],
    ['sibling', 26, 20, 7],
    ['linked', 36, 50, 24],
    ['unrated', 89, 20, 40],
    ['unrated', 89, 100, 61],
  ])('move a %s model (± %d points) in %d votes at 60 %% wins by %d points', (_level, deviation, n, points) => {
    const moved = ratingsByVotes(series(n, n * 0.6), against(deviation)).get('A')!.rating - 1400;
    expect(Math.abs(moved - points)).toBeLessThan(1);
  });

  test('a tie pulls the two together, and never past each other', () => {
    const ties = Array.from({ length: 40 }, () => vote('A', 'B', null));
    const priors = beliefs({ A: { rating: 1500, variance: 60 ** 2 }, B: { rating: 1400, variance: 60 ** 2 } });
    const ratings = ratingsByVotes(ties, priors);
    expect(ratings.get('A')!.rating).toBeLessThan(1500);
    expect(ratings.get('A')!.rating).toBeGreaterThan(ratings.get('B')!.rating);
  });

  test('every vote makes both surer, whoever wins', () => {
    const priors = beliefs({ A: { rating: 1450, variance: 80 ** 2 }, B: { rating: 1400, variance: 40 ** 2 } });
    const after = ratingsByVotes(series(5, 2), priors);
    expect(after.get('A')!.variance).toBeLessThan(80 ** 2);
    expect(after.get('B')!.variance).toBeLessThan(40 ** 2);
  });

  test('a thousand wins in a row stay finite', () => {
    const after = ratingsByVotes(series(1000, 1000), against(89)).get('A')!;
    expect(after.rating).toBeGreaterThan(1600);
    expect(after.rating).toBeLessThan(2500);
  });

  test('are the most likely ones: no point of a fine grid is likelier', () => {
    const k = Math.log(10) / 400;
    const prior = fc.record({
      rating: fc.integer({ min: 1300, max: 1500 }),
      deviation: fc.integer({ min: 15, max: 90 }),
    });
    const result = fc.tuple(fc.constantFrom('AB', 'BC', 'AC'), fc.constantFrom(0, 0.5, 1));
    fc.assert(
      fc.property(
        fc.tuple(prior, prior, prior),
        fc.array(result, { minLength: 1, maxLength: 30 }),
        (given, results) => {
          const names = ['A', 'B', 'C'];
          const priors = Object.fromEntries(
            names.map((name, index) => [
              name,
              { rating: given[index]!.rating, variance: given[index]!.deviation ** 2 },
            ]),
          );
          const votes = results.map(([pair, won]) =>
            vote(pair[0]!, pair[1]!, won === 0.5 ? null : pair[won === 1 ? 0 : 1]!),
          );
          const found = ratingsByVotes(votes, beliefs(priors));
          const logPosterior = (ratings: Readonly<Record<string, number>>) =>
            names.reduce(
              (sum, name) => sum - (ratings[name]! - priors[name]!.rating) ** 2 / (2 * priors[name]!.variance),
              0,
            ) +
            results.reduce((sum, [pair, won]) => {
              const odds = k * (ratings[pair[0]!]! - ratings[pair[1]!]!);
              return sum - won * Math.log1p(Math.exp(-odds)) - (1 - won) * Math.log1p(Math.exp(odds));
            }, 0);
          const best = Object.fromEntries(names.map((name) => [name, found.get(name)?.rating ?? priors[name]!.rating]));
          const atBest = logPosterior(best);
          for (const step of [0.5, 5, 50]) {
            for (let code = 0; code < 27; code += 1) {
              const moves = [code % 3, Math.floor(code / 3) % 3, Math.floor(code / 9)].map((move) => (move - 1) * step);
              const moved = Object.fromEntries(names.map((name, index) => [name, best[name]! + moves[index]!]));
              expect(logPosterior(moved)).toBeLessThanOrEqual(atBest + 1e-9);
            }
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test('find the truth behind simulated votes, and the interval holds it', () => {
    const random = seededRandom(7);
    const truth = { A: 1480, B: 1440, C: 1400, D: 1350, E: 1300 } as const;
    const names = Object.keys(truth) as (keyof typeof truth)[];
    const votes = Array.from({ length: 2000 }, () => {
      const one = names[Math.floor(random() * 5)]!;
      const other = names.filter((name) => name !== one)[Math.floor(random() * 4)]!;
      const probability = 1 / (1 + 10 ** ((truth[other] - truth[one]) / 400));
      return vote(one, other, random() < probability ? one : other);
    });
    const found = ratingsByVotes(votes, () => ({ rating: 1394, variance: 89 ** 2 }));
    const middle = names.reduce((sum, name) => sum + found.get(name)!.rating - truth[name], 0) / 5;
    const misses = names.map((name) => found.get(name)!.rating - truth[name] - middle);
    expect(Math.sqrt(misses.reduce((sum, miss) => sum + miss ** 2, 0) / 5)).toBeLessThan(15);
  });
});

describe('a rating with own votes', () => {
  const wan = 'alibaba/wan-3.0';
  const seedance = 'bytedance/seedance-2.0';
  const twenty = Array.from({ length: 20 }, (_, index) => vote(wan, 'nobody/new', index < 15 ? 'nobody/new' : wan));
  const qualityOf = (id: string, votes: readonly Vote[], changes = {}) =>
    estimateQuality({ id }, question(changes), { ...bundledEvidence, votes });

  test('turns an unrated model into one that is measured by you', () => {
    const before = qualityOf('nobody/new', []);
    const after = qualityOf('nobody/new', twenty);
    expect(after.rating).toBeGreaterThan(before.rating);
    expect(after.basis).toMatchObject({ level: 'measured', source: 'own votes', n: 20, asOf: '2026-10-07' });
  });

  test('moves a published one a little and says so', () => {
    const after = qualityOf(wan, twenty);
    expect(Math.abs(after.rating - qualityOf(wan, []).rating)).toBeLessThan(15);
    expect(after.basis).toMatchObject({ level: 'published', notes: expect.arrayContaining(['own_votes_counted']) });
  });

  test('leaves models that nobody compared as they were', () => {
    expect(qualityOf(seedance, twenty)).toEqual(qualityOf(seedance, []));
  });

  test('counts for its task only, and with a tag only votes that carry it', () => {
    expect(qualityOf('nobody/new', twenty, { mode: 'image' })).toEqual(qualityOf('nobody/new', [], { mode: 'image' }));
    expect(qualityOf('nobody/new', twenty, { tag: 'talking' })).toEqual(
      qualityOf('nobody/new', [], { tag: 'talking' }),
    );
    const talking = twenty.map((one) => ({ ...one, tag: 'talking' }));
    expect(qualityOf('nobody/new', talking, { tag: 'talking' })).toEqual(qualityOf('nobody/new', twenty));
    expect(qualityOf('nobody/new', talking)).toEqual(qualityOf('nobody/new', twenty));
  });
});
