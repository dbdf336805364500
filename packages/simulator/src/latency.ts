import measured from './data/latencies.json' with { type: 'json' };
import { normal, type Random } from './random.ts';

interface Observation {
  readonly seconds: number;
  readonly p95Seconds?: number;
  readonly rangeSeconds?: readonly number[];
  readonly clipSeconds: number | null;
  readonly samples: number;
  readonly viaOpenRouter: boolean;
}

/**
 * Draws how long a job takes, in seconds. One of the model's measurements is picked (those nearest in clip length,
 * weighted by their samples), then spread: log-normally up to its measured 95th percentile, within its measured range, or
 * by 10 %. Unmeasured models borrow from their family, else from all models: a guess.
 */
export function drawLatencySeconds(modelId: string, clipSeconds: number, random: Random): number {
  const observation = pick(nearest(observationsFor(modelId), clipSeconds), random);
  if (observation.rangeSeconds) {
    const [low = observation.seconds, high = observation.seconds] = observation.rangeSeconds;
    return low + (high - low) * random();
  }
  // ln(p95/p50) is 1.645 standard deviations.
  const sigma = observation.p95Seconds ? Math.log(observation.p95Seconds / observation.seconds) / 1.645 : 0.1;
  return observation.seconds * Math.exp(Math.max(0.02, sigma) * normal(random));
}

const observations: Readonly<Record<string, readonly Observation[]>> = measured.models;

function observationsFor(modelId: string): readonly Observation[] {
  const own = observations[modelId];
  if (own) return own;
  const family = modelId.split(/[-.\d]/)[0]!;
  const relatives = Object.entries(observations).filter(([id]) => id.startsWith(family));
  return (relatives.length > 0 ? relatives : Object.entries(observations)).flatMap(([, list]) => list);
}

function nearest(list: readonly Observation[], clipSeconds: number): readonly Observation[] {
  const distance = (observation: Observation) =>
    observation.clipSeconds === null ? undefined : Math.abs(Math.log(observation.clipSeconds / clipSeconds));
  const known = list.map(distance).filter((value) => value !== undefined);
  if (known.length === 0) return list;
  const least = Math.min(...known);
  return list.filter((observation) => distance(observation) === least);
}

function pick(list: readonly Observation[], random: Random): Observation {
  const total = list.reduce((sum, { samples }) => sum + samples, 0);
  let remaining = random() * total;
  for (const observation of list) {
    remaining -= observation.samples;
    if (remaining < 0) return observation;
  }
  return list.at(-1)!;
}
