/** How much each criterion counts. Not negative; they sum to 1. */
export interface Weights {
  readonly speed: number;
  readonly cost: number;
  readonly quality: number;
}

/** The profiles of OpenRouter's guide; `balanced` is the default everywhere. */
export type ProfileName = 'fastAndCheap' | 'qualityAndCost' | 'balanced';

/** Weights with the name under which the answer shows them. */
export interface Profile {
  readonly name: ProfileName | 'custom';
  readonly weights: Weights;
}

/** The three profiles of OpenRouter's guide to choosing a video model (2026-05). */
export const profiles: Readonly<Record<ProfileName, Weights>> = {
  fastAndCheap: { speed: 0.55, cost: 0.35, quality: 0.1 },
  qualityAndCost: { speed: 0.15, cost: 0.3, quality: 0.55 },
  balanced: { speed: 0.33, cost: 0.33, quality: 0.34 },
};

/**
 * A profile by name, or own weights scaled to sum 1, a missing one counting 0. Throws a `WeightsError` that names the weight when
 * one is negative or not a finite number, when all are 0, or when the name is unknown.
 */
export function profileOf(choice: ProfileName | Partial<Weights>): Profile {
  if (typeof choice === 'string') {
    const weights = Object.hasOwn(profiles, choice) ? profiles[choice] : undefined;
    if (weights) return { name: choice, weights };
    throw new WeightsError(`There is no profile "${choice}". Use one of: ${Object.keys(profiles).join(', ')}.`);
  }
  const speed = readWeight('speed', choice.speed);
  const cost = readWeight('cost', choice.cost);
  const quality = readWeight('quality', choice.quality);
  const sum = speed + cost + quality;
  if (sum === 0)
    throw new WeightsError('All weights are 0. Give at least one of speed, cost and quality a weight above 0.');
  return { name: 'custom', weights: { speed: speed / sum, cost: cost / sum, quality: quality / sum } };
}

/** The weights given cannot be used. The caller mends the input. */
export class WeightsError extends Error {
  override readonly name = 'WeightsError';
  readonly code = 'weights_invalid';
}

/** Weights are shares, so a million of one against one of another is already beyond meaning; more would overflow the sum. */
const largestWeight = 1e6;

function readWeight(name: keyof Weights, value: number | undefined): number {
  if (value === undefined) return 0;
  if (typeof value === 'number' && value >= 0 && value <= largestWeight) return value;
  throw new WeightsError(`The weight ${name} is ${value}. Use a number from 0 to ${largestWeight}.`);
}
