import type { Goalposts, QualityEstimate, SpeedEstimate } from '../evidence/evidence.ts';

/** What is known about one model when it comes to be ranked. */
export interface Candidate {
  readonly model: string;
  /** Best guess at the price of this job; `null` when unknown. */
  readonly expectedUsd: number | null;
  /** The most that it may cost; `null` when unknown. Default: `expectedUsd`. */
  readonly highUsd?: number | null;
  readonly quality: QualityEstimate;
  readonly speed: SpeedEstimate;
}

/** Each criterion from 0 to 1 on the fixed goalposts, with the standard deviations of what is estimated. */
export interface Utilities {
  readonly speed: number;
  /** 0 when the price is unknown: such a model is never the cheapest. */
  readonly cost: number;
  readonly quality: number;
  readonly speedDeviation: number;
  readonly qualityDeviation: number;
  /** 0 for a price that is exact. */
  readonly costDeviation: number;
}

/** Utilities of one candidate. They depend on it and the goalposts alone, never on the other candidates. */
export function utilitiesOf({ expectedUsd, highUsd, quality, speed }: Candidate, goalposts: Goalposts): Utilities {
  const { ratingFloor, ratingSpan, slowestSeconds, fastestSeconds, dearestUsd, cheapestUsd } = goalposts.constants;
  const { lowerBoundDeviations, percentile90Deviations, percentile90OfTimesDeviations } = goalposts.constants;
  const logSeconds = Math.log(slowestSeconds.value / fastestSeconds.value);
  const costOf = (usd: number | null) =>
    usd === null ? 0 : clamp(Math.log(dearestUsd.value / usd) / Math.log(dearestUsd.value / cheapestUsd.value));
  const cost = costOf(expectedUsd);
  const mostUsd = highUsd ?? expectedUsd;
  return {
    speed: clamp(Math.log(slowestSeconds.value / speed.secondsToResultSixSecondClip) / logSeconds),
    cost,
    quality: clamp((quality.rating - ratingFloor.value) / ratingSpan.value),
    // The bound that ranks is a 90 % floor, which lies nearer for times: their errors have a sharper middle than a normal.
    speedDeviation:
      (speed.logStandardDeviation / logSeconds) * (percentile90OfTimesDeviations.value / percentile90Deviations.value),
    // The upper end of a price is what the bound counts with.
    costDeviation: mostUsd === expectedUsd ? 0 : Math.max(0, cost - costOf(mostUsd)) / lowerBoundDeviations.value,
    qualityDeviation: quality.standardDeviation / ratingSpan.value,
  };
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}
