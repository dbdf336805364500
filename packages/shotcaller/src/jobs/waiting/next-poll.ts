import { type LatencyDistribution, logNormal, normalAbove } from './latency-distribution.ts';

/**
 * How a job is waited for. `eager`: somebody wants to know at once, and polls cost nothing. `thrifty`: about as many polls as one every
 * 30 s would take, for fleets and batches.
 */
export type Waiting = 'eager' | 'thrifty';

export const waitings = ['eager', 'thrifty'] as const satisfies readonly Waiting[];

export interface NextPollOptions {
  /** Since the submit was accepted. */
  readonly elapsedMs: number;
  readonly distribution: LatencyDistribution;
  /** Default `thrifty`. */
  readonly waiting?: Waiting | undefined;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** What the server asked for with its last answer. The next poll is never earlier. */
  readonly retryAfterMs?: number | undefined;
  /** Since the submit. The last poll falls on it; past it the delay is 0. Default none. */
  readonly deadlineMs?: number | undefined;
}

/**
 * Milliseconds until the next poll of a job that was not done at `elapsedMs`. Polls are dense where finishing is likely: the
 * best density for a given number of polls is the square root of the hazard, the chance of finishing now if not done yet (J. B.
 * Keller, "Optimum checking schedules for systems subject to random failure", 1974). The next poll is where that density adds
 * up to one. Beyond the 99.5th percentile the distribution has been wrong, and gaps grow with the time that it has been wrong
 * for, up to a minute, `eager` up to 20 s. A tenth of the gap is jitter.
 */
export function nextPollDelayMs(options: NextPollOptions): number {
  const {
    elapsedMs,
    distribution,
    waiting = 'thrifty',
    random,
    retryAfterMs = 0,
    deadlineMs = Number.POSITIVE_INFINITY,
  } = options;
  const gapMs = 1000 * gapSeconds(Math.max(0, elapsedMs) / 1000, distribution, waiting);
  const jitteredMs = gapMs * (0.95 + 0.1 * random());
  const delayMs = Math.max(retryAfterMs, shortestGapMs, jitteredMs);
  return Math.round(Math.max(0, Math.min(delayMs, deadlineMs - elapsedMs)));
}

/**
 * `thrifty`: seconds of knowing late that one poll is worth, over the root of the log standard deviation. Chosen so that, over the timed
 * models of the bundled evidence, polls are as many as those of a fixed 30 s: `node bench/waiting.mjs`.
 */
const thriftyPriceSeconds = 3.85;

/** `eager`: mean polls of a clip whose median is the time below. More for longer clips, by the root of the time. */
const eagerPolls = 14.5;
const eagerPollsAtSeconds = 120;

/** What one poll is worth, in seconds of knowing late. */
function pollPrice(waiting: Waiting, deviation: number): number {
  if (waiting === 'thrifty') return thriftyPriceSeconds * Math.sqrt(deviation);
  return (eagerPollsAtSeconds * deviation * pollsFactor(deviation) ** 2) / (2 * eagerPolls ** 2);
}

/**
 * Mean polls at the best density, over the root of median · log standard deviation / (2 · price): the integral of the root of the hazard
 * over what is not done yet, in standard deviates.
 */
function pollsFactor(deviation: number): number {
  let sum = 0;
  for (let deviate = headDeviate; deviate < 6; deviate += deviateStep) {
    const density = Math.exp(-0.5 * deviate * deviate) / Math.sqrt(2 * Math.PI);
    sum += Math.sqrt(density * normalAbove(deviate)) * Math.exp((deviation * deviate) / 2) * deviateStep;
  }
  return sum;
}

const deviateStep = 0.05;

const shortestGapMs = 1000;
const longestTailGapSeconds: Readonly<Record<Waiting, number>> = { eager: 20, thrifty: 60 };
const tailGrowth = 0.25;
/** Standard normal deviate of the 99.5th percentile. */
const tailDeviate = 2.576;
/** Earlier than this many deviations below the median nothing finishes. */
const headDeviate = -4;
/** Step of the integral in log seconds. */
const logStep = 0.01;

/** The gap without jitter and bounds. */
function gapSeconds(elapsedSeconds: number, distribution: LatencyDistribution, waiting: Waiting): number {
  const { mean, deviation } = logNormal(distribution);
  const price = pollPrice(waiting, deviation);
  const tailFrom = Math.exp(mean + tailDeviate * deviation);
  let reached = 0;
  let logTime = Math.max(mean + headDeviate * deviation, Math.log(Math.max(elapsedSeconds, 1e-9)));
  let time = Math.exp(logTime);
  while (time < tailFrom) {
    const next = Math.exp(logTime + logStep);
    const density = Math.sqrt(hazard(logTime + logStep / 2, mean, deviation) / (2 * price));
    const gained = density * (next - time);
    if (reached + gained >= 1) return time + ((1 - reached) / gained) * (next - time) - elapsedSeconds;
    reached += gained;
    logTime += logStep;
    time = next;
  }
  const tailDensity = Math.sqrt(hazard(mean + tailDeviate * deviation, mean, deviation) / (2 * price));
  const gapAtTail = (1 - reached) / tailDensity;
  const grown = Math.max(gapAtTail, tailGrowth * (elapsedSeconds - tailFrom));
  return Math.max(0, tailFrom - elapsedSeconds) + Math.min(longestTailGapSeconds[waiting], grown);
}

/** Chance per second of finishing at a time, if not done before. */
function hazard(logTime: number, mean: number, deviation: number): number {
  const deviate = (logTime - mean) / deviation;
  const density = Math.exp(-0.5 * deviate * deviate) / (Math.sqrt(2 * Math.PI) * deviation * Math.exp(logTime));
  return density / normalAbove(deviate);
}
