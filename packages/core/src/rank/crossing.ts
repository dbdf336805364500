import type { Weights } from './profiles.ts';
import type { Utilities } from './utilities.ts';

/** Weights along a straight line: `start + t × slope`, t from 0 to 1. */
export interface WeightPath {
  readonly start: Weights;
  readonly slope: Weights;
}

/**
 * The first t between `from` and `to` (either may be the larger) at which the rival's key passes the pick's; `null` when there
 * is none. The key is `S − deviations × SD`; SD is a norm of the weights, so keys are concave in t and may
 * cross twice. Concavity gives a bound for a whole stretch: the pick lies above its chord, the rival below its tangents. A
 * stretch that the bound clears is skipped, any other is halved, nearer half first; so no crossing wider than 0.00001 is missed.
 */
export function firstCrossing(pick: Key, rival: Key, from: number, to: number): number | null {
  const start = { t: from, pick: valueAt(pick, from), rival: valueAt(rival, from) };
  if (from === to) return null;
  if (start.rival > start.pick) return from;
  return search(pick, rival, start, { t: to, pick: valueAt(pick, to), rival: valueAt(rival, to) });
}

const resolution = 1e-5;

/** Key as a function of t: `a + b t − deviations × sqrt(p + q t + r t²)`. */
export interface Key {
  readonly a: number;
  readonly b: number;
  readonly p: number;
  readonly q: number;
  readonly r: number;
  readonly deviations: number;
}

interface End {
  readonly t: number;
  readonly pick: number;
  readonly rival: number;
}

function search(pick: Key, rival: Key, near: End, far: End): number | null {
  if (far.rival <= far.pick && isCleared(rival, near, far)) return null;
  if (Math.abs(far.t - near.t) <= resolution) return far.rival > far.pick ? far.t : null;
  const t = (near.t + far.t) / 2;
  const middle = { t, pick: valueAt(pick, t), rival: valueAt(rival, t) };
  return (
    search(pick, rival, near, middle) ?? (middle.rival > middle.pick ? middle.t : search(pick, rival, middle, far))
  );
}

/**
 * Whether the pick leads on the whole stretch: the rival is below the tangents at both ends, so its lead over the pick's chord
 * is largest where the tangents meet, or at an end.
 */
function isCleared(rival: Key, near: End, far: End): boolean {
  const width = far.t - near.t;
  const slopeNear = slopeAt(rival, near.t);
  const slopeFar = slopeAt(rival, far.t);
  const rise = far.rival - near.rival;
  // Where near.rival + slopeNear × s meets far.rival + slopeFar × (s − width).
  const s = slopeNear === slopeFar ? 0 : (rise - slopeFar * width) / (slopeNear - slopeFar);
  const share = Math.min(1, Math.max(0, s / width));
  const tangents = near.rival + slopeNear * share * width;
  return tangents <= near.pick + share * (far.pick - near.pick);
}

/** The key of these utilities as a function of t, with `bonus` (0 to 1, negative for a handicap) added to it everywhere. */
export function keyAlong(utilities: Utilities, { start, slope }: WeightPath, deviations: number, bonus: number): Key {
  const { speed, cost, quality } = utilities;
  const speedVariance = utilities.speedDeviation ** 2;
  const costVariance = utilities.costDeviation ** 2;
  const qualityVariance = utilities.qualityDeviation ** 2;
  return {
    a: start.speed * speed + start.cost * cost + start.quality * quality + bonus,
    b: slope.speed * speed + slope.cost * cost + slope.quality * quality,
    p: start.speed ** 2 * speedVariance + start.cost ** 2 * costVariance + start.quality ** 2 * qualityVariance,
    q:
      2 *
      (start.speed * slope.speed * speedVariance +
        start.cost * slope.cost * costVariance +
        start.quality * slope.quality * qualityVariance),
    r: slope.speed ** 2 * speedVariance + slope.cost ** 2 * costVariance + slope.quality ** 2 * qualityVariance,
    deviations,
  };
}

function valueAt({ a, b, p, q, r, deviations }: Key, t: number): number {
  // Rounding may leave the variance a hair below 0 at the end of the path.
  return a + b * t - deviations * Math.sqrt(Math.max(0, p + (q + r * t) * t));
}

function slopeAt({ b, p, q, r, deviations }: Key, t: number): number {
  const deviation = Math.sqrt(Math.max(0, p + (q + r * t) * t));
  // At a deviation of 0 the norm has a corner; the path ends there, and its slope inward is the root of r.
  if (deviation < 1e-12) return b - (t > 0.5 ? -1 : 1) * deviations * Math.sqrt(r);
  return b - (deviations * (q + 2 * r * t)) / (2 * deviation);
}
