import type { Task } from '../requirements/requirements.ts';
import { daysBetween } from './days.ts';
import type { Evidence } from './evidence.ts';
import { lineOf } from './line.ts';
import { lookupOf } from './lookup.ts';
import { ownTiming, type TimingObservation } from './timing-observation.ts';

export interface SiblingTiming {
  /** Log seconds for a 6 s clip. */
  readonly mean: number;
  readonly variance: number;
  /** Ids of the timed siblings. */
  readonly source: string;
  readonly asOf: string;
  readonly clips: number;
}

/**
 * What the timed models of a line say about one without a time. The spread between all models is the spread between lines and
 * the spread inside one together: the line's mean is estimated from its timed members with the first as its prior, and the
 * untimed model lies around that mean with the second. So the answer is never surer than one member's spread and never vaguer
 * than the prior. The members come from the evidence, not from the candidates, so no candidate can change another's score.
 */
export function siblingTiming(model: string, task: Task, date: string, evidence: Evidence): SiblingTiming | undefined {
  const line = lineOf(model, lookupOf(evidence));
  if (!line?.speedsAlike) return undefined;
  const siblings = line.models.flatMap((id) => {
    const timing = id === model ? undefined : ownTiming(id, task, date, evidence);
    return timing ? [{ id, timing }] : [];
  });
  const [first] = siblings;
  if (!first) return undefined;

  const { priorSeconds, speedBetweenModels, speedBetweenSiblings } = evidence.goalposts.constants;
  const insideLine = speedBetweenSiblings.value ** 2;
  const betweenLines = speedBetweenModels.value ** 2 - insideLine;
  let precision = 1 / betweenLines;
  let sum = Math.log(priorSeconds.value) / betweenLines;
  for (const { timing } of siblings) {
    const weight = 1 / (timing.variance + insideLine);
    precision += weight;
    sum += weight * timing.mean;
  }
  return {
    mean: sum / precision,
    variance: 1 / precision + insideLine,
    source: siblings.map(({ id }) => id).join(', '),
    asOf: siblings.reduce((latest, { timing }) => newer(latest, timing), first.timing).asOf,
    clips: siblings.reduce((clips, { timing }) => clips + timing.clips, 0),
  };
}

function newer(first: TimingObservation, second: TimingObservation): TimingObservation {
  return daysBetween(first.asOf, second.asOf) > 0 ? second : first;
}
