import { aspectRatioValue } from '../requirements/size.ts';

/** The offered length nearest to the one asked for; of two, the longer: a clip can be cut. */
export function nearestDuration(wanted: number, offered: readonly number[]): number {
  return nearestBy(offered, (seconds) => Math.abs(seconds - wanted) - seconds * 1e-6);
}

/** The offered class whose short side is nearest; of two, the sharper. */
export function nearestResolution(wanted: string, offered: readonly string[]): string {
  const lines = linesOf(wanted);
  return nearestBy(offered, (name) => Math.abs(Math.log(linesOf(name) / lines)) - linesOf(name) * 1e-9);
}

/** The offered ratio nearest in shape. */
export function nearestAspectRatio(wanted: string, offered: readonly string[]): string {
  if (wanted === 'adaptive') return offered[0] as string;
  const value = aspectRatioValue(wanted);
  return nearestBy(offered, (label) => Math.abs(Math.log(aspectRatioValue(label) / value)));
}

/** Rows of a class: `720p` 720, `2K` 1440, `4K` 2160; 720 for one that is not known. */
function linesOf(resolution: string): number {
  const name = resolution.toLowerCase();
  if (name === '2k') return 1440;
  if (name === '4k') return 2160;
  const lines = Number.parseInt(name, 10);
  return Number.isFinite(lines) && lines > 0 ? lines : 720;
}

/** The item of the least distance; the first of several. An unreadable one is never nearest unless all are. */
function nearestBy<T>(items: readonly T[], distance: (item: T) => number): T {
  let best = items[0] as T;
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
