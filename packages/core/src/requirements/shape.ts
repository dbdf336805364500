import type { Requirements } from './requirements.ts';
import { aspectRatioOfSize, resolutionClassesOfSize } from './size.ts';

/** Resolution class and aspect ratio of a clip, given or derived from the exact size; `null` where neither settles it. */
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
  const { resolution, aspectRatio, size } = requirements;
  return {
    resolution: resolution ?? (size === undefined ? null : classOfSize(size, offered)),
    aspectRatio: aspectRatio ?? (size === undefined ? null : (aspectRatioOfSize(size) ?? null)),
  };
}

function classOfSize(size: string, offered: readonly string[] | null): string | null {
  const classes = resolutionClassesOfSize(size);
  const names = offered?.map((name) => name.toLowerCase());
  return classes.find((name) => names?.includes(name.toLowerCase())) ?? classes[0] ?? null;
}
