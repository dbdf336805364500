import type { DeliveryDifference } from '@shotcaller/core';
import { shortSideOf } from '@shotcaller/core';
import type { VideoFacts } from './inspect-video.ts';

/** What was asked for. Absent: anything is right. */
export interface VideoOrder {
  readonly durationSeconds?: number;
  /** A class such as `720p` or `4K`, not exact pixels. */
  readonly resolution?: string;
  /** `16:9`. */
  readonly aspectRatio?: string;
  /** `1280x720`: exact, but for rounding to the codec's blocks. */
  readonly size?: string;
  readonly audio?: boolean;
}

/** Where a delivered file differs from its order, most serious first. Empty: verified. */
export function compareWithOrder(facts: VideoFacts, order: VideoOrder): readonly DeliveryDifference[] {
  if (facts.container === 'gzip' || facts.container === 'zstd') {
    return [{ code: 'still_compressed', ordered: null, found: facts.container }];
  }
  if (facts.isUnreadable) {
    return [
      { code: 'not_mp4', ordered: 'mp4', found: facts.container },
      { code: 'not_checked', ordered: null, found: facts.container },
    ];
  }
  if (facts.width === null || facts.height === null) {
    return [{ code: 'not_a_video', ordered: 'mp4', found: facts.container }];
  }
  const frame = { width: facts.width, height: facts.height };
  return [
    ...(facts.container === 'mp4' ? [] : [{ code: 'not_mp4', ordered: 'mp4', found: facts.container } as const]),
    ...(facts.isTruncated
      ? [{ code: 'truncated', ordered: order.durationSeconds ?? null, found: rounded(facts.durationSeconds) } as const]
      : compareDuration(facts, order)),
    ...compareFrame(frame, order),
    ...compareAudio(facts, order),
  ];
}

function compareDuration({ durationSeconds }: VideoFacts, order: VideoOrder): readonly DeliveryDifference[] {
  if (order.durationSeconds === undefined || durationSeconds === null) return [];
  // Clips come a frame or so longer (24 d + 1 frames), and some models end on a whole group of frames: 5.875 s for 6 s.
  const tolerance = Math.max(0.25, 0.03 * order.durationSeconds);
  if (Math.abs(durationSeconds - order.durationSeconds) <= tolerance) return [];
  return [{ code: 'duration_differs', ordered: order.durationSeconds, found: rounded(durationSeconds) }];
}

interface Frame {
  readonly width: number;
  readonly height: number;
}

function compareFrame(frame: Frame, order: VideoOrder): readonly DeliveryDifference[] {
  const found = `${frame.width}x${frame.height}`;
  const size = /^(\d+)x(\d+)$/.exec(order.size ?? '');
  if (size) {
    const isRight = isNear(frame.width, Number(size[1])) && isNear(frame.height, Number(size[2]));
    return isRight ? [] : [{ code: 'size_differs', ordered: order.size ?? null, found }];
  }
  const ratio = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(order.aspectRatio ?? '');
  const isRatioRight =
    !ratio || Math.abs(Math.log(frame.width / frame.height / (Number(ratio[1]) / Number(ratio[2])))) <= 0.04;
  const lines = shortSideOf(order.resolution ?? '');
  return [
    ...(isRatioRight ? [] : [{ code: 'aspect_ratio_differs', ordered: order.aspectRatio ?? null, found } as const]),
    ...(lines === undefined || isOfClass(frame, lines)
      ? []
      : [{ code: 'resolution_differs', ordered: order.resolution ?? null, found } as const]),
  ];
}

/** Up to a block of 16 pixels, and no more than 4 %. */
function isNear(found: number, ordered: number): boolean {
  return Math.abs(found - ordered) <= Math.min(16, 0.04 * ordered);
}

/**
 * A class names the short side of a 16:9 frame. Other shapes keep either the short side or the area: 480p at 1:1 has come as
 * 640x640 (the area of 854x480) and as 544x544. The bounds keep neighbouring classes apart at every shape.
 */
function isOfClass({ width, height }: Frame, lines: number): boolean {
  const shortSide = Math.min(width, height) / lines;
  const area = (width * height) / (lines * lines * (16 / 9));
  return (shortSide >= 0.93 && shortSide <= 1.15) || (area >= 0.85 && area <= 1.2);
}

function compareAudio({ hasAudio }: VideoFacts, { audio }: VideoOrder): readonly DeliveryDifference[] {
  if (audio === undefined || audio === hasAudio) return [];
  return [{ code: audio ? 'audio_missing' : 'audio_unasked', ordered: audio, found: hasAudio }];
}

function rounded(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds * 1000) / 1000;
}
