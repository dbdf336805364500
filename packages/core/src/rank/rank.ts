import type { EvidenceLevel, Goalposts } from '../evidence/evidence.ts';
import { dominators } from './pareto.ts';
import type { Weights } from './profiles.ts';
import { contributionsOf, type PickBy, type Score, scoreOf, shownScore } from './score.ts';
import { type Candidate, type Utilities, utilitiesOf } from './utilities.ts';

/** How candidates are put in order. */
export interface RankOptions {
  /** How much speed, cost and quality count; they sum to 1. */
  readonly weights: Weights;
  /** The fixed ends of the scales, of the evidence in use. */
  readonly goalposts: Goalposts;
  /** Default `safe`. */
  readonly pickBy?: PickBy;
  /** The model picked last time: kept unless another beats it by the margin of the goalposts (0.02). Default none. */
  readonly incumbent?: string;
}

/** A candidate in its place. Scores and contributions are rounded to three decimals, as shown; the order is that of the unrounded. */
export interface RankedCandidate {
  readonly model: string;
  readonly score: number;
  /** About a 90 % floor: `score` less 1.28 standard deviations. */
  readonly scoreLow: number;
  readonly standardDeviation: number;
  /** Add up to `score` exactly. */
  readonly contributions: Weights;
  /**
   * Near ties with the first: by the value that ranks, its lead is under 0.02 or the probability that it is truly better under 0.8. The first lists all of them, each of them
   * lists the first; ties further down are not looked for, since they change no decision.
   */
  readonly tiedWith: readonly string[];
  /** The best ranked undominated model that is no worse on price, time and rating and better on one; `null` without one. */
  readonly dominatedBy: string | null;
  /** Share of the weight that rests on measured, live or published evidence; a known price counts as published. */
  readonly evidenceShare: number;
}

/**
 * Candidates from best to worst by the lower bound of the score (or by the score with `pickBy: 'expected'`). Exact ties go to the
 * better evidenced, then the cheaper, then by model id. A near tie is shown and does not change the order: the lower bound has
 * priced the uncertainty already (docs/decisions/0002).
 */
export function rankCandidates(candidates: readonly Candidate[], options: RankOptions): readonly RankedCandidate[] {
  const { goalposts, weights, pickBy = 'safe', incumbent } = options;
  const { incumbentMargin, lowerBoundDeviations, nearTieLead, nearTieProbability } = goalposts.constants;
  const keyOf = pickBy === 'safe' ? ({ score }: Place) => score.low : ({ score }: Place) => score.expected;
  const places: Place[] = candidates.map((candidate) => {
    const utilities = utilitiesOf(candidate, goalposts);
    return { candidate, utilities, score: scoreOf(utilities, weights, lowerBoundDeviations.value) };
  });
  places.sort((first, second) => keyOf(second) - keyOf(first) || exactTie(first.candidate, second.candidate, weights));
  const incumbentAt = incumbent === undefined ? -1 : places.findIndex(({ candidate }) => candidate.model === incumbent);
  const isKept = incumbentAt > 0 && keyOf(places[0]!) - keyOf(places[incumbentAt]!) < incumbentMargin.value;
  if (isKept) places.unshift(...places.splice(incumbentAt, 1));

  const dominatedBy = dominators(places.map(({ candidate }) => candidate));
  const first = places[0];
  const onlyFirst = first ? [first.candidate.model] : [];
  const tiedWithFirst: string[] = [];
  const tieDeviations = deviationsAt(nearTieProbability.value);
  /** By the value that ranks: a small lead, or one that the deviations outweigh. */
  const isNearTie = (one: Place, other: Place): boolean => {
    const lead = Math.abs(keyOf(one) - keyOf(other));
    const pooled = Math.hypot(one.score.standardDeviation, other.score.standardDeviation);
    return lead < nearTieLead.value || lead < tieDeviations * pooled;
  };
  return places.map((place, index) => {
    const { candidate, utilities, score } = place;
    const isTied = place !== first && isNearTie(place, first!);
    if (isTied) tiedWithFirst.push(candidate.model);
    return {
      model: candidate.model,
      score: shownScore(score.expected),
      scoreLow: shownScore(score.low),
      standardDeviation: score.standardDeviation,
      contributions: contributionsOf(utilities, weights, score),
      tiedWith: place === first ? tiedWithFirst : isTied ? onlyFirst : none,
      dominatedBy: dominatedBy[index]?.model ?? null,
      evidenceShare: evidenceShareOf(candidate, weights),
    };
  });
}

const none: readonly string[] = [];

interface Place {
  readonly candidate: Candidate;
  readonly utilities: Utilities;
  readonly score: Score;
}

/** Better evidence first, then the cheaper, an unknown price last, then the model id. */
function exactTie(first: Candidate, second: Candidate, weights: Weights): number {
  return (
    evidenceShareOf(second, weights) - evidenceShareOf(first, weights) ||
    (first.expectedUsd ?? Number.MAX_VALUE) - (second.expectedUsd ?? Number.MAX_VALUE) ||
    (first.model < second.model ? -1 : 1)
  );
}

/**
 * How many standard deviations a normal variable stays under with probability `p`, 0.5 to 1. Abramowitz and Stegun 26.2.23,
 * error below 0.00045.
 */
function deviationsAt(p: number): number {
  const t = Math.sqrt(-2 * Math.log(1 - p));
  return t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
}

function evidenceShareOf({ expectedUsd, quality, speed }: Candidate, weights: Weights): number {
  return (
    (isDirectEvidence(speed.basis.level) ? weights.speed : 0) +
    (expectedUsd === null ? 0 : weights.cost) +
    (isDirectEvidence(quality.basis.level) ? weights.quality : 0)
  );
}

function isDirectEvidence(level: EvidenceLevel): boolean {
  return level === 'measured' || level === 'live' || level === 'published';
}
