import { parseSize } from './size.ts';
import { canonicalAspectRatio, canonicalResolution } from './words.ts';

/** Which field a shape belongs in, by how it is written: `1920x1080` is a size, `16:9` a ratio, `1080p` a resolution. */
export function shapeFieldOf(text: string): 'size' | 'aspectRatio' | 'resolution' | undefined {
  if (parseSize(text)) return 'size';
  if (canonicalResolution(text) !== undefined) return 'resolution';
  return canonicalAspectRatio(text) === undefined ? undefined : 'aspectRatio';
}
