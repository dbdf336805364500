import type { DeliveryDifference } from '@shotcaller/core';
import { compareWithOrder, type VideoOrder } from './compare-with-order.ts';
import { inspectVideo, type VideoFacts } from './inspect-video.ts';

export interface VideoVerification {
  readonly verdict: 'verified' | 'differences';
  readonly facts: VideoFacts;
  readonly differences: readonly DeliveryDifference[];
}

/** Holds a file against its order. Differences are an answer: the clip is paid for and delivered either way. */
export async function verifyVideo(path: string, order: VideoOrder): Promise<VideoVerification> {
  const facts = await inspectVideo(path);
  const differences = compareWithOrder(facts, order);
  return { verdict: differences.length === 0 ? 'verified' : 'differences', facts, differences };
}
