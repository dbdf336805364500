import type { Brief } from './brief/brief.ts';
import type { Goalposts } from './evidence/goalposts.ts';
import type { ChoiceGround } from './plan.ts';
import { profileOf } from './rank/profiles.ts';
import { rankCandidates } from './rank/rank.ts';
import type { Candidate } from './rank/utilities.ts';
import { afterOneTime, type Measurement, measurementsOf } from './rank/value-of-information.ts';
import { afterUnknownVote, voteMeasurementsOf } from './rank/value-of-vote.ts';
import { candidatesFor } from './select.ts';

/** A test clip to buy: its price, and what it would tell. */
export interface MeasurementStep extends Measurement {
  /** What it is expected to save on all clips that follow, in dollars: its value as a change of price that weighs as much. */
  readonly savesUsd: number;
}

/** Which test clips are worth their price before many clips are ordered. */
export interface MeasurementPlan {
  /** What would be picked now; `null`: no model fits. */
  readonly pick: string | null;
  /** In the order of purchase. Empty: no clip is worth its price. */
  readonly steps: readonly MeasurementStep[];
  /** The best clip of those that are not worth their price; `null` when there are steps, or no clip would tell anything. */
  readonly notWorthIt: MeasurementStep | null;
  /** The best clip that is worth its price and costs more than the budget; `null` when there are steps, or none is. */
  readonly beyondBudget: MeasurementStep | null;
  readonly totalUsd: number;
}

/** What test clips are planned for: a budget in dollars, and the number of clips that follow. */
export interface MeasureOptions {
  /** Most that all test clips together may cost. */
  readonly budgetUsd: number;
  /** How many clips will be ordered by this brief. */
  readonly clips: number;
}

/** A value below this moves no score that is shown. */
const leastValue = 1e-4;

/** Greedy: the clip with the best value for its price first, then the next with that one known, while each is worth more than it costs. */
export function measurementPlan(
  { requirements, preferences }: Brief,
  { catalog, evidence, now }: ChoiceGround,
  { budgetUsd, clips }: MeasureOptions,
): MeasurementPlan {
  const { weights } = profileOf(preferences.weights ?? preferences.profile ?? 'balanced');
  const { goalposts } = evidence;
  const { dearestUsd, cheapestUsd } = goalposts.constants;
  let candidates = candidatesFor(catalog, requirements, { ...preferences, evidence, now });
  const pick = rankCandidates(candidates, { weights, goalposts })[0]?.model ?? null;
  const usd = candidates.find(({ model }) => model === pick)?.expectedUsd ?? 0;
  /** The price of the pick times what its price would fall by if the score came from cost alone. */
  const saved = (value: number) => {
    const share =
      weights.cost === 0 ? 1 : 1 - Math.exp((-value * Math.log(dearestUsd.value / cheapestUsd.value)) / weights.cost);
    return usd * share * clips;
  };
  const steps: MeasurementStep[] = [];
  let notWorthIt: MeasurementStep | null = null;
  let beyondBudget: MeasurementStep | null = null;
  let totalUsd = 0;
  while (steps.length < mostSteps) {
    const options = { weights, goalposts };
    // Boards and votes are of generated clips.
    const votes = requirements.task === 'generate' ? voteMeasurementsOf(candidates, options) : [];
    const telling = [...measurementsOf(candidates, options), ...votes]
      .filter(({ value }) => value >= leastValue)
      .sort((one, other) => other.value / other.usd - one.value / one.usd)
      .map((measurement) => ({ ...measurement, savesUsd: saved(measurement.value) }));
    const step = telling.find((measurement) => totalUsd + measurement.usd <= budgetUsd);
    if (!step) {
      if (steps.length === 0) beyondBudget = telling.find(({ savesUsd, usd: price }) => savesUsd > price) ?? null;
      break;
    }
    if (step.savesUsd <= step.usd) {
      notWorthIt = steps.length === 0 ? step : null;
      break;
    }
    steps.push(step);
    totalUsd += step.usd;
    candidates = afterStep(candidates, step, goalposts);
  }
  return { pick, steps, notWorthIt, beyondBudget, totalUsd };
}

const mostSteps = 20;

function afterStep(
  candidates: readonly Candidate[],
  { kind, model, against }: Measurement,
  goalposts: Goalposts,
): readonly Candidate[] {
  const measured = candidates.find((candidate) => candidate.model === model)!;
  const rival = candidates.find((candidate) => candidate.model === against);
  if (kind === 'time' || !rival) {
    return candidates.map((candidate) => (candidate === measured ? afterOneTime(candidate, goalposts) : candidate));
  }
  const [one, other] = afterUnknownVote(measured, rival);
  return candidates.map((candidate) => (candidate === measured ? one : candidate === rival ? other : candidate));
}
