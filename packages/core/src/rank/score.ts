import type { Weights } from './profiles.ts';
import type { Utilities } from './utilities.ts';

/** `safe` ranks by the lower bound of the score, `expected` by the score itself. */
export type PickBy = 'safe' | 'expected';

export interface Score {
  readonly expected: number;
  readonly standardDeviation: number;
  /** About a 90 % floor. */
  readonly low: number;
}

/** Weighted sum of the utilities with its uncertainty: closed form, exact inside the clamps. */
export function scoreOf(utilities: Utilities, weights: Weights, lowerBoundDeviations: number): Score {
  const expected =
    weights.speed * utilities.speed + weights.cost * utilities.cost + weights.quality * utilities.quality;
  const fromSpeed = weights.speed * utilities.speedDeviation;
  const fromQuality = weights.quality * utilities.qualityDeviation;
  const fromCost = weights.cost * utilities.costDeviation;
  const standardDeviation = Math.sqrt(fromSpeed * fromSpeed + fromCost * fromCost + fromQuality * fromQuality);
  return { expected, standardDeviation, low: expected - lowerBoundDeviations * standardDeviation };
}

/**
 * What each criterion adds to the score, in thousandths that add up to the score as shown exactly: each is rounded down, and the
 * thousandths left over go to those that lost most.
 */
export function contributionsOf(utilities: Utilities, weights: Weights, score: Score): Weights {
  const speed = weights.speed * utilities.speed * 1000;
  const cost = weights.cost * utilities.cost * 1000;
  const quality = weights.quality * utilities.quality * 1000;
  const total = Math.round(score.expected * 1000);
  let [speedShown, costShown, qualityShown] = [Math.floor(speed), Math.floor(cost), Math.floor(quality)];
  for (let left = total - speedShown - costShown - qualityShown; left > 0; left -= 1) {
    const [speedLost, costLost, qualityLost] = [speed - speedShown, cost - costShown, quality - qualityShown];
    if (speedLost >= costLost && speedLost >= qualityLost) speedShown += 1;
    else if (costLost >= qualityLost) costShown += 1;
    else qualityShown += 1;
  }
  return { speed: speedShown / 1000, cost: costShown / 1000, quality: qualityShown / 1000 };
}

/** A score as shown: three decimals. */
export function shownScore(score: number): number {
  return Math.round(score * 1000) / 1000;
}
