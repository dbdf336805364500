import type { Goalposts } from '../evidence/evidence.ts';
import type { Weights } from './profiles.ts';
import { scoreOf } from './score.ts';
import { type Candidate, type Utilities, utilitiesOf } from './utilities.ts';

/** What one more time of a model, or one vote between it and the pick, would be worth for this choice. */
export interface Measurement {
  /** `time`: one clip of the model. `vote`: a clip of it and one of the pick, and your word which is better. */
  readonly kind: 'time' | 'vote';
  readonly model: string;
  /** The pick, for a vote. */
  readonly against?: string;
  /** What the clip costs, or both. */
  readonly usd: number;
  /** How much better the pick is expected to score once that is known, 0 to 1. */
  readonly value: number;
  /** Expected probability that the pick is truly the best, before and after. */
  readonly chanceRightBefore: number;
  readonly chanceRightAfter: number;
  /** Probability that another model would be picked afterwards. */
  readonly chanceOfChange: number;
}

export interface InformationOptions {
  readonly weights: Weights;
  readonly goalposts: Goalposts;
}

/**
 * The expected value of one more time for each model, best value for its price first. A time moves the expected score by an amount that is
 * normally distributed, and makes the score surer whatever it says; the pick goes by the lower bound, so both move it. Closed form inside the
 * clamps of the utilities. A model whose price is unknown is left out.
 */
export function measurementsOf(
  candidates: readonly Candidate[],
  { weights, goalposts }: InformationOptions,
): readonly Measurement[] {
  const beliefs = candidates.map((candidate) => beliefOf(candidate, weights, goalposts));
  const pick = best(beliefs);
  if (!pick) return [];
  const chanceRightBefore = chanceOfBest(pick, beliefs);
  const measurements = beliefs.flatMap((belief): readonly Measurement[] => {
    const { candidate, move } = belief;
    if (candidate.expectedUsd === null || move === 0) return [];
    const rival = best(beliefs.filter((other) => other !== belief));
    if (!rival) return [];
    return [
      {
        kind: 'time',
        model: candidate.model,
        usd: candidate.expectedUsd,
        chanceRightBefore,
        ...outcome(belief, pick, rival, beliefs),
      },
    ];
  });
  return measurements.sort(
    (one, other) => other.value / other.usd - one.value / one.usd || (one.model < other.model ? -1 : 1),
  );
}

/** A candidate once its time is known as well as one more clip makes it: the median stays what it was. */
export function afterOneTime(candidate: Candidate, goalposts: Goalposts): Candidate {
  const { speed } = candidate;
  return {
    ...candidate,
    speed: { ...speed, logStandardDeviation: deviationAfter(speed.logStandardDeviation, goalposts) },
  };
}

/** A score as a normal distribution. */
interface ScoreBelief {
  readonly expected: number;
  readonly deviation: number;
}

interface Belief extends ScoreBelief {
  readonly candidate: Candidate;
  readonly low: number;
  /** The same once one more time is known, at the same expected score. */
  readonly deviationAfter: number;
  readonly lowAfter: number;
  /** Standard deviation of what one more time moves the expected score by. */
  readonly move: number;
}

function beliefOf(candidate: Candidate, weights: Weights, goalposts: Goalposts): Belief {
  const { lowerBoundDeviations, slowestSeconds, fastestSeconds } = goalposts.constants;
  const scored = (utilities: Utilities) => scoreOf(utilities, weights, lowerBoundDeviations.value);
  const now = scored(utilitiesOf(candidate, goalposts));
  const after = scored(utilitiesOf(afterOneTime(candidate, goalposts), goalposts));
  const before = candidate.speed.logStandardDeviation;
  const known = deviationAfter(before, goalposts);
  // What the posterior loses in variance, its mean moves by.
  const moveInLog = Math.sqrt(Math.max(0, before ** 2 - known ** 2));
  return {
    candidate,
    expected: now.expected,
    deviation: now.standardDeviation,
    low: now.low,
    deviationAfter: after.standardDeviation,
    lowAfter: after.low,
    move: (weights.speed * moveInLog) / Math.log(slowestSeconds.value / fastestSeconds.value),
  };
}

function deviationAfter(before: number, { constants }: Goalposts): number {
  if (before === 0) return 0;
  return Math.sqrt(1 / (1 / before ** 2 + 1 / constants.speedWithinModel.value ** 2));
}

function best(beliefs: readonly Belief[]): Belief | undefined {
  let found: Belief | undefined;
  for (const belief of beliefs) if (!found || belief.low > found.low) found = belief;
  return found;
}

/** The measured model is picked when its bound ends above the rival's: when the move is more than `threshold`. */
function outcome(measured: Belief, pick: Belief, rival: Belief, beliefs: readonly Belief[]) {
  const threshold = rival.low - measured.lowAfter;
  const chanceOfMeasured = 1 - normalCdf(threshold / measured.move);
  // E[score of the pick afterwards]: the measured model's own, given that it moved far enough, else the rival's.
  const expectedAfter =
    measured.expected * chanceOfMeasured +
    measured.move * normalDensity(threshold / measured.move) +
    rival.expected * (1 - chanceOfMeasured);
  return {
    value: Math.max(0, expectedAfter - pick.expected),
    chanceOfChange: measured === pick ? 1 - chanceOfMeasured : chanceOfMeasured,
    chanceRightAfter: chanceRightAfter(measured, rival, threshold, beliefs),
  };
}

/** Over the moves that a time may bring, in equal slices of probability. */
function chanceRightAfter(measured: Belief, rival: Belief, threshold: number, beliefs: readonly Belief[]): number {
  let sum = 0;
  for (let slice = 0; slice < slices; slice += 1) {
    const move = measured.move * quantiles[slice]!;
    const moved = { ...measured, expected: measured.expected + move, deviation: measured.deviationAfter };
    const others = beliefs.map((belief) => (belief === measured ? moved : belief));
    sum += chanceOfBest(move > threshold ? moved : rival, others);
  }
  return sum / slices;
}

/** Slices of equal probability that an integral is taken over. */
const slices = 41;

/** Probability that one normally distributed score is above all others: the integral of its density times their distributions. */
export function chanceOfBest(one: ScoreBelief, beliefs: readonly ScoreBelief[]): number {
  const others = beliefs.filter((belief) => belief !== one);
  let sum = 0;
  for (let slice = 0; slice < slices; slice += 1) {
    const score = one.expected + one.deviation * quantiles[slice]!;
    sum += others.reduce((chance, other) => chance * chanceBelow(other, score), 1);
  }
  return sum / slices;
}

function chanceBelow({ expected, deviation }: ScoreBelief, score: number): number {
  if (deviation === 0) return score >= expected ? 1 : 0;
  return normalCdf((score - expected) / deviation);
}

function normalDensity(z: number): number {
  return Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    normalDensity(z) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}

/** The inverse, by halving: 0 < p < 1. */
function normalQuantile(p: number): number {
  let [low, high] = [-8, 8];
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const quantiles = /* @__PURE__ */ Array.from({ length: slices }, (_slice, index) =>
  normalQuantile((index + 0.5) / slices),
);
