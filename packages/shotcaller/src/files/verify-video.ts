import type { DeliveryDifference } from '@shotcaller/core';
import { compareWithOrder, type VideoOrder } from './compare-with-order.ts';
import { inspectVideo, type VideoFacts } from './inspect-video.ts';

export interface VideoVerification {
  readonly facts: VideoFacts;
  /** Empty: as ordered. */
  readonly differences: readonly DeliveryDifference[];
}

/** Holds a file against its order. Differences are an answer: the clip is paid for and delivered either way. */
export async function verifyVideo(path: string, order: VideoOrder): Promise<VideoVerification> {
  const facts = await inspectVideo(path);
  return { facts, differences: compareWithOrder(facts, order) };
}
