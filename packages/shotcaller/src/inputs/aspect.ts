import type { ImageFinding } from './image-finding.ts';

/** Differences up to this share are rounding: 854x480 for 16:9, 752x560 for 4:3. */
const tolerance = 0.02;

/**
 * Holds the shape of an image against that of the clip.
 *
 * @param aspectRatio of the clip, for example `9:16`; `null` or unreadable: nothing to compare
 */
export function aspectFindings(
  { width, height }: { readonly width: number; readonly height: number },
  aspectRatio: string | null,
): readonly ImageFinding[] {
  const [across, down] =
    /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/
      .exec(aspectRatio ?? '')
      ?.slice(1)
      .map(Number) ?? [];
  if (aspectRatio === null || !across || !down) return [];
  const [imageRatio, clipRatio] = [width / height, across / down];
  const croppedShare = 1 - Math.min(imageRatio, clipRatio) / Math.max(imageRatio, clipRatio);
  if (croppedShare <= tolerance) return [];
  return [{ code: 'aspect_mismatch', severity: 'warning', width, height, aspectRatio, croppedShare }];
}
