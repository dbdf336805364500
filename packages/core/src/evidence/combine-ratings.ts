import { daysBetween } from './days.ts';
import type { BasisNote, EvidenceLevel } from './evidence.ts';

/** One rating on the main scale, with all of its doubts in the variance. */
export interface RatingObservation {
  readonly score: number;
  readonly variance: number;
  readonly level: EvidenceLevel;
  readonly source: string;
  readonly asOf: string;
  readonly votes: number | null;
  readonly notes: readonly BasisNote[];
}

/**
 * Several ratings of one model as one: the weighted mean of least variance for errors that are all correlated by `correlation`, 0 to 1. A
 * rating so vague that its weight would be negative has none, so the answer moves without a jump as ratings age. `undefined` when there
 * is none.
 */
export function combined(
  given: readonly (RatingObservation | undefined)[],
  correlation: number,
): RatingObservation | undefined {
  let observations = given.filter((observation) => observation !== undefined);
  for (;;) {
    const weights = leastVarianceWeights(observations, correlation);
    const kept = observations.filter((_observation, index) => weights[index]! > 0);
    if (kept.length === observations.length) return together(observations, weights);
    observations = kept;
  }
}

/**
 * The inverse of the covariance D((1 − ρ)I + ρ11ᵀ)D times the vector of ones, in closed form: for precisions a = 1 / SD of n ratings,
 * a · (a − ρ Σa / (1 + (n − 1)ρ)) / (1 − ρ).
 */
function leastVarianceWeights(observations: readonly RatingObservation[], correlation: number): readonly number[] {
  const precisions = observations.map(({ variance }) => 1 / Math.sqrt(variance));
  const shared =
    (correlation * precisions.reduce((sum, precision) => sum + precision, 0)) /
    (1 + (observations.length - 1) * correlation);
  return precisions.map((precision) => (precision * (precision - shared)) / (1 - correlation));
}

function together(
  observations: readonly RatingObservation[],
  weights: readonly number[],
): RatingObservation | undefined {
  const [first] = observations;
  if (!first || observations.length === 1) return first;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const votes = observations.map((observation) => observation.votes);
  return {
    score: observations.reduce((sum, { score }, index) => sum + (weights[index]! / total) * score, 0),
    variance: 1 / total,
    level: first.level,
    source: [...new Set(observations.map(({ source }) => source))].join('; '),
    asOf: observations.reduce((newest, { asOf }) => (daysBetween(newest, asOf) > 0 ? asOf : newest), first.asOf),
    votes: votes.includes(null) ? null : votes.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    notes: [...new Set(observations.flatMap(({ notes }) => notes))],
  };
}
