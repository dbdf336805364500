import fc from 'fast-check';
import type { Basis, EvidenceLevel } from '../../src/evidence/evidence.ts';
import type { Weights } from '../../src/rank/profiles.ts';
import type { Candidate } from '../../src/rank/utilities.ts';

/** A candidate from the figures that matter to a rank; the rest follows. */
export function candidate(
  model: string,
  figures: {
    readonly usd: number | null;
    readonly seconds: number;
    readonly secondsDeviation?: number;
    readonly rating: number;
    readonly ratingDeviation?: number;
    readonly level?: EvidenceLevel;
  },
): Candidate {
  const { usd, seconds, secondsDeviation = 0, rating, ratingDeviation = 0, level = 'published' } = figures;
  return {
    model,
    expectedUsd: usd,
    quality: { rating, standardDeviation: ratingDeviation, low: rating, high: rating, basis: basis(level) },
    speed: {
      p50Seconds: seconds,
      p90Seconds: seconds,
      p50SixSecondClip: seconds,
      secondsToResultSixSecondClip: seconds,
      logStandardDeviation: secondsDeviation,
      successRate: 0.95,
      jobsCounted: 0,
      basis: basis(level),
    },
  };
}

function basis(level: EvidenceLevel): Basis {
  return { level, source: 'test', asOf: '2026-10-01', ageDays: 6, n: 10, nUnit: 'clips', notes: [] };
}

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true, noDefaultInfinity: true });

/** Lists of candidates with distinct ids, inside and outside the goalposts. */
export const candidateLists: fc.Arbitrary<readonly Candidate[]> = fc
  .array(
    fc.record({
      usd: fc.option(between(0.02, 9), { freq: 8 }),
      seconds: between(5, 800),
      secondsDeviation: between(0, 0.9),
      rating: between(1100, 1600),
      ratingDeviation: between(0, 90),
      level: fc.constantFrom<EvidenceLevel>('measured', 'published', 'linked', 'sibling', 'prior'),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((list) => list.map((figures, index) => candidate(`maker/model-${index}`, figures)));

const per = fc.integer({ min: 0, max: 100 });

export const anyWeights: fc.Arbitrary<Weights> = fc
  .tuple(per, per, per)
  .filter(([speed, cost, quality]) => speed + cost + quality > 0)
  .map(([speed, cost, quality]) => {
    const sum = speed + cost + quality;
    return { speed: speed / sum, cost: cost / sum, quality: quality / sum };
  });
