import { aspectRatioValue, shortSideOfClass } from '../requirements/size.ts';
import { canonicalAspectRatio, canonicalResolution } from '../requirements/words.ts';

/** The offered length nearest to the one asked for; of two, the longer: a clip can be cut. */
export function nearestDuration(wanted: number, offered: readonly number[]): number {
  return nearestBy(offered, (seconds) => Math.abs(seconds - wanted) - seconds * 1e-6) ?? wanted;
}

/**
 * The offered class whose short side is nearest; of two, the sharper. `null` when the requirements have no word for any of
 * them: then only leaving the class open would do.
 */
export function nearestResolution(wanted: string, offered: readonly string[]): string | null {
  const lines = linesOf(wanted);
  const classes = offered.map(canonicalResolution).filter((name) => name !== undefined);
  return nearestBy(classes, (name) => Math.abs(Math.log(linesOf(name) / lines)) - linesOf(name) * 1e-9) ?? null;
}

/** The offered ratio nearest in shape; `null` when the requirements have no word for any of them. */
export function nearestAspectRatio(wanted: string, offered: readonly string[]): string | null {
  const value = aspectRatioValue(wanted);
  const ratios = offered.filter((label) => label !== 'adaptive' && canonicalAspectRatio(label) === label);
  return nearestBy(ratios, (label) => Math.abs(Math.log(aspectRatioValue(label) / value))) ?? null;
}

/** Rows of a class: `720p` 720, `2K` 1440, `4K` 2160. Nobody says how large `1K` is: taken for 1024. */
function linesOf(resolution: string): number {
  return shortSideOfClass.get(resolution) ?? 1024;
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
