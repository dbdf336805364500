import { type LatencyDistribution, logNormal, normalAbove, normalDeviate } from './latency-distribution.ts';

export interface Remaining {
  /** 10th, 50th and 90th percentile of the seconds still to wait, given that the job is not done yet. */
  readonly lowSeconds: number;
  readonly p50Seconds: number;
  readonly highSeconds: number;
  /** The job has taken longer than 99 of 100 such jobs: the range is hardly worth showing. */
  readonly isOverdue: boolean;
}

/** How much longer a job will probably take that was not done at `elapsedMs`. A range, since a single figure would be a guess. */
export function expectedRemaining({
  elapsedMs,
  distribution,
}: {
  readonly elapsedMs: number;
  readonly distribution: LatencyDistribution;
}): Remaining {
  const { mean, deviation } = logNormal(distribution);
  const elapsedSeconds = Math.max(0, elapsedMs) / 1000;
  const deviate = elapsedSeconds === 0 ? Number.NEGATIVE_INFINITY : (Math.log(elapsedSeconds) - mean) / deviation;
  const isOverdue = deviate > 2.326;
  // Beyond 8 deviations a double no longer tells one such chance from another.
  const unfinished = deviate < -8 ? 1 : normalAbove(Math.min(deviate, 8));
  const remaining = (stillUnfinished: number) =>
    Math.max(0, Math.exp(mean + deviation * normalDeviate(unfinished * stillUnfinished)) - elapsedSeconds);
  return { lowSeconds: remaining(0.9), p50Seconds: remaining(0.5), highSeconds: remaining(0.1), isOverdue };
}
