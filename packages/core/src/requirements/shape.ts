import { isRange } from './range.ts';
import type { Requirements } from './requirements.ts';
import { aspectRatioOfSize, resolutionClassesOfSize } from './size.ts';
import { tierOf } from './words.ts';

/** Resolution class and aspect ratio of a clip, given or derived from the exact size; `null` where neither settles it, as a range does not. */
export interface Shape {
  readonly resolution: string | null;
  readonly aspectRatio: string | null;
}

/**
 * What the clip looks like: an exact size names a class and a ratio too. Where a size can mean two classes
 * (1440x1440), the one that the model offers is meant.
 *
 * @param offered resolution classes of the model, any case; `null` when not stated
 */
export function shapeOf(requirements: Requirements, offered: readonly string[] | null = null): Shape {
  const { aspectRatio, size } = requirements;
  const resolution = isRange(requirements.resolution) ? undefined : requirements.resolution;
  if (size === undefined) return { resolution: resolution ?? null, aspectRatio: aspectRatio ?? null };
  return {
    resolution: classOfSize(size, resolution, offered),
    aspectRatio: aspectRatio ?? aspectRatioOfSize(size) ?? null,
  };
}

/** The class given, or read from the size when the requirements were, goes before the others that the size can mean. */
function classOfSize(size: string, given: string | undefined, offered: readonly string[] | null): string | null {
  const classes = resolutionClassesOfSize(size);
  const likely = given ?? classes[0] ?? null;
  const tiers = offered?.map(tierOf);
  if (likely === null || !tiers || tiers.includes(tierOf(likely))) return likely;
  return classes.find((name) => tiers.includes(tierOf(name))) ?? likely;
}
