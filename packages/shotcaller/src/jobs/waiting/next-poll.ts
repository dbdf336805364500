import { type LatencyDistribution, logNormal, normalAbove } from './latency-distribution.ts';

export interface NextPollOptions {
  /** Since the submit was accepted. */
  readonly elapsedMs: number;
  readonly distribution: LatencyDistribution;
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
 * for, up to a minute. A tenth of the gap is jitter.
 */
export function nextPollDelayMs(options: NextPollOptions): number {
  const { elapsedMs, distribution, random, retryAfterMs = 0, deadlineMs = Number.POSITIVE_INFINITY } = options;
  const gapMs = 1000 * gapSeconds(Math.max(0, elapsedMs) / 1000, distribution);
  const jitteredMs = gapMs * (0.95 + 0.1 * random());
  const delayMs = Math.max(retryAfterMs, shortestGapMs, jitteredMs);
  return Math.round(Math.max(0, Math.min(delayMs, deadlineMs - elapsedMs)));
}

/**
 * Seconds of knowing late that one poll is worth, over the root of the log standard deviation. Chosen so that, over the timed
 * models of the bundled evidence, polls are as many as those of a fixed 30 s: `node bench/waiting.mjs`.
 */
const pollPriceSeconds = 3.85;

const shortestGapMs = 1000;
const longestTailGapSeconds = 60;
const tailGrowth = 0.25;
/** Standard normal deviate of the 99.5th percentile. */
const tailDeviate = 2.576;
/** Earlier than this many deviations below the median nothing finishes. */
const headDeviate = -4;
/** Step of the integral in log seconds. */
const logStep = 0.01;

/** The gap without jitter and bounds. */
function gapSeconds(elapsedSeconds: number, distribution: LatencyDistribution): number {
  const { mean, deviation } = logNormal(distribution);
  const price = pollPriceSeconds * Math.sqrt(deviation);
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
  return Math.max(0, tailFrom - elapsedSeconds) + Math.min(longestTailGapSeconds, grown);
}

/** Chance per second of finishing at a time, if not done before. */
function hazard(logTime: number, mean: number, deviation: number): number {
  const deviate = (logTime - mean) / deviation;
  const density = Math.exp(-0.5 * deviate * deviate) / (Math.sqrt(2 * Math.PI) * deviation * Math.exp(logTime));
  return density / normalAbove(deviate);
}
