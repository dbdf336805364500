import { isRange, secondsNearest } from '../requirements/range.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { aspectRatioValue, shortSideOf } from '../requirements/size.ts';
import { canonicalAspectRatio, canonicalResolution } from '../requirements/words.ts';

/** The offered length nearest to the one asked for, or to a range of them; of two, the longer: a clip can be cut. */
export function nearestDuration(
  wanted: NonNullable<Requirements['durationSeconds']>,
  offered: readonly number[],
): number | null {
  const distance = (seconds: number) =>
    Math.abs(seconds - (isRange(wanted) ? secondsNearest(seconds, wanted) : wanted));
  const nameable = offered.filter((seconds) => Number.isInteger(seconds) && seconds > 0);
  return nearestBy(nameable, (seconds) => distance(seconds) - seconds * 1e-6) ?? null;
}

/**
 * The offered class whose short side is nearest to the one asked for, or to a range of them; of two, the sharper. `null` when the requirements have no word for any of
 * them: then only leaving the class open would do.
 */
export function nearestResolution(
  wanted: NonNullable<Requirements['resolution']>,
  offered: readonly string[],
): string | null {
  const ends = isRange(wanted) ? [wanted.min, wanted.max] : [wanted];
  const sides = ends.flatMap((name) => (name === undefined ? [] : shortSideOf(name)!));
  const classes = offered.map(canonicalResolution).filter((name) => name !== undefined);
  const distance = (other: number) => Math.min(...sides.map((side) => Math.abs(Math.log(other / side)))) - other * 1e-9;
  return nearestBy(classes, (name) => distance(shortSideOf(name)!)) ?? null;
}

/** The offered ratio nearest in shape; `null` when the requirements have no word for any of them. */
export function nearestAspectRatio(wanted: string, offered: readonly string[]): string | null {
  const value = aspectRatioValue(wanted);
  const ratios = offered.filter((label) => label !== 'adaptive' && canonicalAspectRatio(label) === label);
  return nearestBy(ratios, (label) => Math.abs(Math.log(aspectRatioValue(label) / value))) ?? null;
}

/** The item of the least distance; the first of several. */
function nearestBy<T>(items: readonly T[], distance: (item: T) => number): T | undefined {
  let best = items[0];
  let least = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const value = distance(item);
    if (value < least) {
      least = value;
      best = item;
    }
  }
  return best;
}
