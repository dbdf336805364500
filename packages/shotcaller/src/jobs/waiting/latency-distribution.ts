/** When a job is expected to be done: a log-normal distribution of seconds from submit, as core's `SpeedEstimate` states it. */
export interface LatencyDistribution {
  readonly p50Seconds: number;
  /** Predictive 90th percentile: the doubt about the median and the spread of single runs together. */
  readonly p90Seconds: number;
}

/** Standard normal deviate of the 90th percentile. */
const deviate90 = 1.2815515655;

/** Below it a schedule would bet everything on one second; no model is that regular. */
const leastLogDeviation = 0.05;

/** Log of the median, and the standard deviation of log seconds. Throws `RangeError` for times that are not positive. */
export function logNormal({ p50Seconds, p90Seconds }: LatencyDistribution): {
  readonly mean: number;
  readonly deviation: number;
} {
  if (!(p50Seconds > 0) || !(p90Seconds >= p50Seconds) || !Number.isFinite(p90Seconds)) {
    throw new RangeError(`No distribution has a median of ${p50Seconds} s and a 90th percentile of ${p90Seconds} s.`);
  }
  return {
    mean: Math.log(p50Seconds),
    deviation: Math.max(leastLogDeviation, Math.log(p90Seconds / p50Seconds) / deviate90),
  };
}

/** Share of a standard normal above `deviate`. Chebyshev fit of erfc (Numerical Recipes, 6.2), relative error below 1.2e-7. */
export function normalAbove(deviate: number): number {
  const x = Math.abs(deviate) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const series = coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  const above = 0.5 * t * Math.exp(-x * x + series);
  return deviate >= 0 ? above : 1 - above;
}

const coefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
];

/** The deviate with the share `above` over it, by bisection to 1e-9. */
export function normalDeviate(above: number): number {
  let low = -10;
  let high = 38;
  for (let step = 0; step < 60 && high - low > 1e-9; step++) {
    const middle = (low + high) / 2;
    if (normalAbove(middle) > above) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
