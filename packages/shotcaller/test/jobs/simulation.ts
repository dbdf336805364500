import { bundledCatalog, bundledEvidence } from '@shotcaller/core';
import { estimateSpeed } from '../../../core/src/evidence/speed.ts';
import type { LatencyDistribution } from '../../src/jobs/waiting/latency-distribution.ts';
import type { Waiting } from '../../src/jobs/waiting/next-poll.ts';
import {
  type Cost,
  costOf,
  fixedSchedule,
  type Law,
  lawOf,
  meanCost,
  optimumWithPolls,
  ourSchedule,
} from './schedules.ts';

/** Spread of single runs of one model, in log seconds: `speedWithinModel` of core's goalposts. */
const runDeviation = bundledEvidence.goalposts.constants.speedWithinModel.value;
const deviate90 = 1.2815515655;

interface TimedModel {
  readonly median: number;
  /** Doubt about the median from published times alone, in log seconds. */
  readonly doubt: number;
}

/** The models with published times, for a 6 s clip. */
function timedModels(): readonly TimedModel[] {
  return bundledCatalog.models.flatMap((model) => {
    const question = {
      mode: 'text',
      task: 'generate',
      resolution: null,
      durationSeconds: 6,
      now: '2026-10-09T00:00:00Z',
    } as const;
    const { p50Seconds, logStandardDeviation, basis } = estimateSpeed(model, question, bundledEvidence);
    const isTimed = basis.level === 'published' || basis.level === 'linked';
    return isTimed ? [{ median: p50Seconds, doubt: logStandardDeviation }] : [];
  });
}

function distribution(median: number, deviation: number): LatencyDistribution {
  return { p50Seconds: median, p90Seconds: median * Math.exp(deviate90 * deviation) };
}

export interface Watched {
  readonly ours: Cost;
  readonly optimum: Cost;
  readonly fixed: Readonly<Record<number, Cost>>;
  readonly attempts: number;
}

/** Jobs whose times follow `laws`, watched by who believes `beliefs`; the optimum knows the laws. */
function watch(laws: readonly Law[], beliefs: readonly LatencyDistribution[], waiting: Waiting): Watched {
  const ours = meanCost(laws.map((law, index) => costOf(ourSchedule(beliefs[index]!, law.latest, waiting), law)));
  const fixed = Object.fromEntries(
    [30, 10, 5, 2].map((gap) => [gap, meanCost(laws.map((law) => costOf(fixedSchedule(gap, law), law)))]),
  );
  return { ours, optimum: optimumWithPolls(laws, ours.polls), fixed, attempts: laws.length };
}

/** The measured latencies and their spread: each timed model at its measured median, runs scattered as they were measured. */
export function measuredTimes(waiting: Waiting): Watched {
  const believed = timedModels().map(({ median }) => distribution(median, runDeviation));
  return watch(believed.map(lawOf), believed, waiting);
}

/** A clip of two minutes at the median, its model's runs scattered by so much (log seconds) and so believed. */
export function twoMinutes(deviation: number, waiting: Waiting): Watched {
  const believed = [distribution(120, deviation)];
  return watch(believed.map(lawOf), believed, waiting);
}

/** What is known from published times alone, doubt about hosts and few samples included: times follow the same wide law. */
export function publishedTimes(waiting: Waiting): Watched {
  const believed = timedModels().map(({ median, doubt }) => distribution(median, Math.hypot(doubt, runDeviation)));
  return watch(believed.map(lawOf), believed, waiting);
}

/**
 * With `runs` own runs of each model in the ledger. The true median lies around the published one by its doubt, the runs around
 * the true median by their spread, and the belief is the posterior of both: every combination of the quantiles is one job. The
 * optimum knows each true median, so the distance to it is what not knowing costs.
 */
export function withOwnRuns(runs: number, waiting: Waiting): Watched {
  const quantiles = [-1.534, -0.887, -0.489, -0.157, 0.157, 0.489, 0.887, 1.534];
  const laws: Law[] = [];
  const beliefs: LatencyDistribution[] = [];
  for (const { median, doubt } of timedModels()) {
    for (const away of quantiles) {
      for (const luck of runs === 0 ? [0] : quantiles) {
        const truth = Math.log(median) + away * doubt;
        const observed = truth + (luck * runDeviation) / Math.sqrt(Math.max(1, runs));
        const precision = 1 / doubt ** 2 + runs / runDeviation ** 2;
        const mean = (Math.log(median) / doubt ** 2 + (runs * observed) / runDeviation ** 2) / precision;
        laws.push(lawOf(distribution(Math.exp(truth), runDeviation)));
        beliefs.push(distribution(Math.exp(mean), Math.sqrt(1 / precision + runDeviation ** 2)));
      }
    }
  }
  const ours = meanCost(laws.map((law, index) => costOf(ourSchedule(beliefs[index]!, law.latest, waiting), law)));
  const thirty = meanCost(laws.map((law) => costOf(fixedSchedule(30, law), law)));
  // The lucky and unlucky runs share their laws; the optimum needs each law once.
  const distinct = laws.filter((_, index) => runs === 0 || index % quantiles.length === 0);
  return { ours, optimum: optimumWithPolls(distinct, ours.polls), fixed: { 30: thirty }, attempts: laws.length };
}
