import { dateOf, daysBetween } from './days.ts';
import type { Basis, BasisNote, Evidence, EvidenceQuestion, SpeedEstimate } from './evidence.ts';
import { lineOf } from './line.ts';
import { estimatesFor, lookupOf } from './lookup.ts';
import { siblingTiming } from './sibling-timing.ts';
import { isGeneration, ownTiming } from './timing-observation.ts';

/**
 * How long a clip takes from submit to completed: a log-normal posterior from the model's own and published times, else from
 * its siblings, else the spread of all models, marked `prior`. Failures count in `successRate` and the time to a result, and never in a
 * time. Without a
 * duration the answer is for a 6 s clip.
 */
export function estimateSpeed(
  model: { readonly id: string },
  question: EvidenceQuestion,
  evidence: Evidence,
): SpeedEstimate {
  const lookup = lookupOf(evidence);
  const { speeds } = estimatesFor(lookup, question);
  const key = lookup.timed.has(model.id) || lineOf(model.id, lookup) ? model.id : anyOtherModel;
  let estimate = speeds.get(key);
  if (!estimate) {
    estimate = freshEstimate(key, question, evidence);
    speeds.set(key, estimate);
  }
  return estimate;
}

const anyOtherModel = '';

interface Posterior {
  readonly mean: number;
  readonly variance: number;
  readonly runSpread: number;
  readonly basis: Basis;
}

function posteriorOf(model: string, question: EvidenceQuestion, evidence: Evidence): Posterior {
  const { priorSeconds, speedBetweenModels, speedWithinModel } = evidence.goalposts.constants;
  const prior = { mean: Math.log(priorSeconds.value), variance: speedBetweenModels.value ** 2 };
  const date = dateOf(question.now);
  const own = ownTiming(model, question.task, date, evidence);
  if (own) {
    const { level, source, asOf, clips, notes, runSpread } = own;
    const variance = 1 / (1 / prior.variance + 1 / own.variance);
    return {
      mean: variance * (prior.mean / prior.variance + own.mean / own.variance),
      variance,
      runSpread,
      basis: { level, source, asOf, ageDays: daysBetween(asOf, date), n: clips, nUnit: 'clips', notes },
    };
  }
  const notes: readonly BasisNote[] = isGeneration(question.task)
    ? unusedTimes(model, evidence)
    : ['no_times_for_task'];
  const sibling = siblingTiming(model, question.task, date, evidence);
  if (sibling) {
    const { mean, variance, source, asOf, clips } = sibling;
    return {
      mean,
      variance,
      runSpread: speedWithinModel.value,
      basis: { level: 'sibling', source, asOf, ageDays: daysBetween(asOf, date), n: clips, nUnit: 'clips', notes },
    };
  }
  return {
    ...prior,
    runSpread: speedWithinModel.value,
    basis: { level: 'prior', source: 'all timed models', asOf: null, ageDays: null, n: null, nUnit: 'clips', notes },
  };
}

/** A model may have times that cannot be scaled: say so, rather than that there are none. */
function unusedTimes(model: string, evidence: Evidence): readonly BasisNote[] {
  const rows = lookupOf(evidence).latencies.get(model) ?? [];
  return rows.some((row) => row.durationSeconds === null) ? ['times_without_clip_length_left_out'] : [];
}

function freshEstimate(model: string, question: EvidenceQuestion, evidence: Evidence): SpeedEstimate {
  const { clipLengthPower, percentile90OfTimesDeviations, referenceClipSeconds } = evidence.goalposts.constants;
  const duration = question.durationSeconds ?? referenceClipSeconds.value;
  const { mean, variance, runSpread, basis } = posteriorOf(model, question, evidence);
  const p50SixSecondClip = Math.exp(mean);
  const p50Seconds = p50SixSecondClip * (duration / referenceClipSeconds.value) ** clipLengthPower.value;
  const { share, jobsCounted } = successRate(model, question, evidence);
  return {
    p50Seconds,
    p90Seconds: p50Seconds * Math.exp(percentile90OfTimesDeviations.value * Math.sqrt(variance + runSpread ** 2)),
    p50SixSecondClip,
    logStandardDeviation: Math.sqrt(variance),
    successRate: share,
    jobsCounted,
    secondsToResultSixSecondClip: p50SixSecondClip / share,
    basis,
  };
}

/** Posterior mean of the Beta prior and the counts, the user's and the published. */
function successRate(model: string, question: EvidenceQuestion, evidence: Evidence) {
  const { successPriorSucceeded, successPriorFailed } = evidence.goalposts.constants;
  let succeeded = successPriorSucceeded.value;
  let failed = successPriorFailed.value;
  for (const count of isGeneration(question.task) ? (lookupOf(evidence).outcomes.get(model) ?? []) : []) {
    succeeded += count.succeeded;
    failed += count.failed;
  }
  const jobs = succeeded + failed;
  const jobsCounted = Math.round(jobs - successPriorSucceeded.value - successPriorFailed.value);
  return { share: succeeded / jobs, jobsCounted };
}
