import { logOddsPerPoint } from '../evidence/votes.ts';
import { scoreOf } from './score.ts';
import { type Candidate, utilitiesOf } from './utilities.ts';
import { chanceOfBest, type InformationOptions, type Measurement } from './value-of-information.ts';

/**
 * The expected value of one vote between the pick and each other model, best value for its price first. It takes a clip of both. A vote has
 * two outcomes, each with its probability, its ratings and its pick, so this is exact but for the chance of the outcome, which is that of the
 * rating gap as it is believed. A model whose price is unknown is left out.
 */
export function voteMeasurementsOf(
  candidates: readonly Candidate[],
  options: InformationOptions,
): readonly Measurement[] {
  const before = beliefsOf(candidates, options);
  const pick = best(before);
  if (!pick || options.weights.quality === 0 || pick.candidate.expectedUsd === null) return [];
  const chanceRightBefore = chanceOfBest(pick, before);
  const pickUsd = pick.candidate.expectedUsd;
  return candidates
    .flatMap((rival): readonly Measurement[] => {
      if (rival.model === pick.candidate.model || rival.expectedUsd === null) return [];
      const chanceOfRival = chanceOfWin(rival, pick.candidate);
      const outcomes = ([1, 0] as const).map((won) => {
        const [rivalAfter, pickAfter] = afterVote(rival, pick.candidate, won);
        const after = beliefsOf(
          candidates.map((one) => (one === rival ? rivalAfter : one === pick.candidate ? pickAfter : one)),
          options,
        );
        const chosen = best(after)!;
        return {
          chance: won === 1 ? chanceOfRival : 1 - chanceOfRival,
          chosen,
          // What the pick of today is worth in that case: the vote only helps by changing the pick.
          kept: after.find(({ candidate }) => candidate.model === pick.candidate.model)!,
          chanceRight: chanceOfBest(chosen, after),
        };
      });
      const mean = (of: (outcome: (typeof outcomes)[number]) => number) =>
        outcomes.reduce((sum, outcome) => sum + outcome.chance * of(outcome), 0);
      return [
        {
          kind: 'vote',
          model: rival.model,
          against: pick.candidate.model,
          usd: rival.expectedUsd + pickUsd,
          value: Math.max(
            0,
            mean(({ chosen, kept }) => chosen.expected - kept.expected),
          ),
          chanceRightBefore,
          chanceRightAfter: mean(({ chanceRight }) => chanceRight),
          chanceOfChange: mean(({ chosen }) => (chosen.candidate.model === pick.candidate.model ? 0 : 1)),
        },
      ];
    })
    .sort((one, other) => other.value / other.usd - one.value / one.usd || (one.model < other.model ? -1 : 1));
}

/** Two candidates once one vote is known; of neither what the vote will say, so the ratings stay and only grow surer. */
export function afterUnknownVote(one: Candidate, other: Candidate): readonly [Candidate, Candidate] {
  return afterVote(one, other, null);
}

/** One step of Bradley-Terry with both ratings as priors. `won` is 1 when `one` wins, `null` when nobody knows yet. */
function afterVote(one: Candidate, other: Candidate, won: 0 | 1 | null): readonly [Candidate, Candidate] {
  const p = 1 / (1 + Math.exp(-logOddsPerPoint * (one.quality.rating - other.quality.rating)));
  const [variance, otherVariance] = [one.quality.standardDeviation ** 2, other.quality.standardDeviation ** 2];
  const information = logOddsPerPoint ** 2 * p * (1 - p);
  const share = 1 + information * (variance + otherVariance);
  const step = won === null ? 0 : (logOddsPerPoint * (won - p)) / share;
  return [
    moved(one, variance * step, variance - (variance ** 2 * information) / share),
    moved(other, -otherVariance * step, otherVariance - (otherVariance ** 2 * information) / share),
  ];
}

function moved(candidate: Candidate, points: number, variance: number): Candidate {
  const { quality } = candidate;
  const standardDeviation = Math.sqrt(variance);
  return { ...candidate, quality: { ...quality, rating: quality.rating + points, standardDeviation } };
}

/** The chance that a vote goes to `one`, over all gaps that are believed (MacKay's approximation of the logistic-normal mean). */
function chanceOfWin(one: Candidate, other: Candidate): number {
  const variance = one.quality.standardDeviation ** 2 + other.quality.standardDeviation ** 2;
  const shrink = Math.sqrt(1 + (Math.PI * logOddsPerPoint ** 2 * variance) / 8);
  return 1 / (1 + Math.exp((-logOddsPerPoint * (one.quality.rating - other.quality.rating)) / shrink));
}

interface Scored {
  readonly candidate: Candidate;
  readonly expected: number;
  readonly deviation: number;
  readonly low: number;
}

function beliefsOf(candidates: readonly Candidate[], { weights, goalposts }: InformationOptions): readonly Scored[] {
  return candidates.map((candidate) => {
    const { expected, standardDeviation, low } = scoreOf(
      utilitiesOf(candidate, goalposts),
      weights,
      goalposts.constants.lowerBoundDeviations.value,
    );
    return { candidate, expected, deviation: standardDeviation, low };
  });
}

function best(all: readonly Scored[]): Scored | undefined {
  return all.reduce<Scored | undefined>((found, one) => (!found || one.low > found.low ? one : found), undefined);
}
