import { type LatencyDistribution, logNormal, normalAbove } from '../../src/jobs/waiting/latency-distribution.ts';
import { nextPollDelayMs, type Waiting } from '../../src/jobs/waiting/next-poll.ts';

/** A distribution of seconds, as integration needs it. */
export interface Law {
  /** Share done by a time. */
  readonly done: (seconds: number) => number;
  /** Mean of `T` over what is done by a time: the integral of t f(t). */
  readonly partialMean: (seconds: number) => number;
  readonly earliest: number;
  readonly latest: number;
}

/** What a schedule costs: mean seconds between done and known, and mean polls. */
export interface Cost {
  readonly delay: number;
  readonly polls: number;
}

export function lawOf(distribution: LatencyDistribution): Law {
  const { mean, deviation } = logNormal(distribution);
  const deviate = (seconds: number) => (Math.log(seconds) - mean) / deviation;
  return {
    done: (seconds) => (seconds <= 0 ? 0 : 1 - normalAbove(deviate(seconds))),
    partialMean: (seconds) =>
      seconds <= 0 ? 0 : Math.exp(mean + deviation ** 2 / 2) * (1 - normalAbove(deviate(seconds) - deviation)),
    earliest: Math.exp(mean - 4.5 * deviation),
    latest: Math.exp(mean + 5 * deviation),
  };
}

/** Exact by integration: no sampling noise. `times` must end beyond `law.latest`. */
export function costOf(times: readonly number[], law: Law): Cost {
  let delay = 0;
  let polls = 0;
  let before = 0;
  for (const time of times) {
    polls += 1 - law.done(before);
    delay += time * (law.done(time) - law.done(before)) - (law.partialMean(time) - law.partialMean(before));
    before = time;
    if (1 - law.done(before) < 1e-9) break;
  }
  return { delay, polls };
}

export function fixedSchedule(gap: number, law: Law): readonly number[] {
  return Array.from({ length: Math.ceil(law.latest / gap) + 1 }, (_, index) => gap * (index + 1));
}

/** The schedule that `nextPollDelayMs` makes, jitter included. */
export function ourSchedule(belief: LatencyDistribution, latest: number, waiting: Waiting): readonly number[] {
  const random = jitter();
  const times: number[] = [];
  for (let at = 0; at < latest; ) {
    at += nextPollDelayMs({ elapsedMs: at * 1000, distribution: belief, waiting, random }) / 1000;
    times.push(at);
  }
  return times;
}

/** Evenly spread over [0, 1), the same every time: the golden ratio's multiples. */
function jitter(): () => number {
  let value = 0;
  return () => {
    value = (value + 0.6180339887) % 1;
    return value;
  };
}

/**
 * The best schedule there is when a poll costs `price` seconds of delay: dynamic programming over a grid of times, from the last
 * to the first. `best[i]` is the least further cost when the poll at `grid[i]` found nothing, weighted by the chance of that.
 */
function optimalSchedule(law: Law, price: number, points = 400): readonly number[] {
  const step = Math.log(law.latest / law.earliest) / (points - 1);
  const grid = [0, ...Array.from({ length: points }, (_, index) => law.earliest * Math.exp(step * index))];
  const done = grid.map(law.done);
  const partial = grid.map(law.partialMean);
  const best = new Float64Array(grid.length);
  const next = new Int32Array(grid.length);
  for (let from = grid.length - 2; from >= 0; from--) {
    let least = Number.POSITIVE_INFINITY;
    for (let to = from + 1; to < grid.length; to++) {
      const cost =
        price * (1 - done[from]!) + grid[to]! * (done[to]! - done[from]!) - (partial[to]! - partial[from]!) + best[to]!;
      if (cost < least) {
        least = cost;
        next[from] = to;
      }
    }
    best[from] = least;
  }
  const times: number[] = [];
  for (let at = 0; at < grid.length - 1; ) {
    at = next[at]!;
    times.push(grid[at]!);
  }
  return times;
}

/** The optimum for all jobs together with a given mean number of polls: one price for all of them, found by bisection. */
export function optimumWithPolls(laws: readonly Law[], polls: number): Cost {
  let [low, high] = [1e-3, 1e3];
  let cost: Cost = { delay: 0, polls: 0 };
  for (let round = 0; round < 18; round++) {
    const price = Math.sqrt(low * high);
    cost = meanCost(laws.map((law) => costOf(optimalSchedule(law, price), law)));
    if (cost.polls > polls) low = price;
    else high = price;
  }
  return meanCost(laws.map((law) => costOf(optimalSchedule(law, high), law)));
}

export function meanCost(costs: readonly Cost[]): Cost {
  const sum = (pick: (cost: Cost) => number) => costs.reduce((total, cost) => total + pick(cost), 0) / costs.length;
  return { delay: sum(({ delay }) => delay), polls: sum(({ polls }) => polls) };
}
