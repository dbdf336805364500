import type { RatingObservation } from './combine-ratings.ts';
import { dateOf, daysBetween } from './days.ts';
import type { Basis, BasisNote, Evidence, EvidenceQuestion, QualityEstimate, RatingTask } from './evidence.ts';
import { predecessorIn } from './line.ts';
import { estimatesFor, lookupOf } from './lookup.ts';
import { ownRating } from './rating-observation.ts';
import { isGeneration } from './timing-observation.ts';
import { ratingsByVotes, type VotedRating, votesFor } from './votes.ts';

/**
 * How good clips of a model are by human preference: the best rating that the ladder finds, shrunk to the mean of the snapshot
 * by its own uncertainty. The task of the request chooses the board. A model without any rating gets the mean and spread of
 * all rated models, marked `prior`.
 */
export function estimateQuality(
  model: { readonly id: string },
  question: EvidenceQuestion,
  evidence: Evidence,
): QualityEstimate {
  const lookup = lookupOf(evidence);
  const { qualities, byVotes } = estimatesFor(lookup, question);
  const voted = votedQualities(byVotes, question, evidence).get(model.id);
  if (voted) return voted;
  const isKnown = lookup.rated.has(model.id) || predecessorIn(lookup.ratedMakes, model.id) !== undefined;
  const key = isKnown ? model.id : anyOtherModel;
  let estimate = qualities.get(key);
  if (!estimate) {
    estimate = freshEstimate(key, question, evidence);
    qualities.set(key, estimate);
  }
  return estimate;
}

const anyOtherModel = '';

/** The models that own votes compared, for the task and tag asked about. */
function votedQualities(
  estimates: Map<string, QualityEstimate>,
  question: EvidenceQuestion,
  evidence: Evidence,
): ReadonlyMap<string, QualityEstimate> {
  const { votes = [] } = evidence;
  if (votes.length === 0 || estimates.size > 0 || !isGeneration(question.task)) return estimates;
  const counting = votesFor(votes, boardOf(question), question.tag ?? null);
  const withoutVotes = (model: string) => freshEstimate(model, question, evidence);
  const ratings = ratingsByVotes(counting, (model) => {
    const { rating, standardDeviation } = withoutVotes(model);
    return { rating, variance: standardDeviation ** 2 };
  });
  for (const [model, voted] of ratings)
    estimates.set(model, withVotes(withoutVotes(model), voted, question.now, evidence));
  return estimates;
}

/** The basis becomes the votes once they weigh as much as all that was known before. */
function withVotes(before: QualityEstimate, voted: VotedRating, now: string, evidence: Evidence): QualityEstimate {
  const { rating, variance, votes, votedAt } = voted;
  const notes = [...before.basis.notes, 'own_votes_counted'] as const;
  const isMostlyVotes = variance <= before.standardDeviation ** 2 / 2;
  const asOf = dateOf(votedAt);
  const ageDays = daysBetween(asOf, dateOf(now));
  const basis: Basis = isMostlyVotes
    ? { level: 'measured', source: 'own votes', asOf, ageDays, n: votes, nUnit: 'votes', notes }
    : { ...before.basis, notes };
  return withInterval(rating, Math.sqrt(variance), basis, evidence);
}

function boardOf({ mode }: EvidenceQuestion): RatingTask {
  return mode === 'image' ? 'image-to-video' : 'text-to-video';
}

function freshEstimate(model: string, question: EvidenceQuestion, evidence: Evidence): QualityEstimate {
  const { resolution } = question;
  const task = boardOf(question);
  const date = dateOf(question.now);
  // Boards rate generated clips; an edited or upscaled one is another thing.
  if (!isGeneration(question.task)) return priorQuality(task, ['no_board_for_task'], evidence);
  const ratingOf = (id: string) => ownRating(id, task, resolution, date, evidence);
  const borrowed = (from: string | undefined, change: Borrow) => {
    const rating = from === undefined ? undefined : ratingOf(from);
    return rating && { ...rating, ...change(rating, evidence), level: 'sibling' as const, source: from! };
  };
  const observation =
    ratingOf(model) ??
    borrowed(evidence.siblings.ratedParent[model], asTier) ??
    borrowed(predecessorIn(lookupOf(evidence).ratedMakes, model), asSuccessor);
  return observation ? shrink(observation, task, date, evidence) : priorQuality(task, [], evidence);
}

/** What becomes of another model's rating for one that has none. */
type Borrow = (rating: RatingObservation, evidence: Evidence) => Partial<RatingObservation>;

/** A tier of a rated model: the rating of its parent less the usual step down, with the spread of that step. */
const asTier: Borrow = ({ score, variance }, { goalposts }) => {
  const { siblingOffsetPoints, siblingPoints } = goalposts.constants;
  return { score: score + siblingOffsetPoints.value, variance: variance + siblingPoints.value ** 2 };
};

/** A version without a rating: what that of the version before it tells, with the spread of such steps. */
const asSuccessor: Borrow = ({ score, variance, notes }, { ratings }) => {
  const { fromMean, toMean, slope, residualStandardDeviation, n } = ratings.successionLink;
  return {
    score: toMean + slope * (score - fromMean),
    variance: slope ** 2 * variance + residualStandardDeviation ** 2 * (1 + 1 / n),
    notes: [...notes, 'from_predecessor'],
  };
};

function shrink(observation: RatingObservation, task: RatingTask, date: string, evidence: Evidence): QualityEstimate {
  const { mean, standardDeviation } = evidence.ratings.population[task];
  const { score, variance, level, source, asOf, votes, notes } = observation;
  const share = variance / (variance + standardDeviation ** 2);
  return withInterval(
    (1 - share) * score + share * mean,
    Math.sqrt(1 / (1 / variance + 1 / standardDeviation ** 2)),
    { level, source, asOf, ageDays: daysBetween(asOf, date), n: votes, nUnit: 'votes', notes },
    evidence,
  );
}

function priorQuality(task: RatingTask, notes: readonly BasisNote[], evidence: Evidence): QualityEstimate {
  const { mean, standardDeviation } = evidence.ratings.population[task];
  return withInterval(
    mean,
    standardDeviation,
    {
      level: 'prior',
      source: 'all rated models',
      asOf: null,
      ageDays: null,
      n: null,
      nUnit: 'votes',
      notes,
    },
    evidence,
  );
}

function withInterval(rating: number, standardDeviation: number, basis: Basis, evidence: Evidence): QualityEstimate {
  const halfWidth = evidence.goalposts.constants.percentile90Deviations.value * standardDeviation;
  return { rating, standardDeviation, low: rating - halfWidth, high: rating + halfWidth, basis };
}
