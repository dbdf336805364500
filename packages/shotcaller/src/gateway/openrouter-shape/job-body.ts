import { jobReasonSentence } from '@shotcaller/core';
import { resultOf } from '../../jobs/job-result.ts';
import { choiceOf, type Snapshot, speakerOf, type Word, wordOf } from '../orders/snapshot.ts';
import type { SubmittedVideo, VideoFacts, VideoJob } from './answer-schemas.ts';

export interface JobBodyOptions {
  /** Scheme and host that the request came to. */
  readonly origin: string;
  readonly unknownMayRecover: boolean;
}

/** The body of a submit's 202. */
export function submitBody(snapshot: Snapshot, repeated: boolean, { origin }: JobBodyOptions): SubmittedVideo {
  const { id } = snapshot.order;
  return {
    id,
    polling_url: pollingUrl(origin, id),
    status: 'pending',
    shotcaller: { ...facts(snapshot), repeated },
  };
}

/**
 * The body of a poll, as the service words it; fields of ours under `shotcaller` and `model`, which official clients drop. Absent
 * is absent, never null.
 */
export function jobBody(snapshot: Snapshot, options: JobBodyOptions): VideoJob {
  const { id } = snapshot.order;
  const word = wordOf(snapshot, options.unknownMayRecover);
  const bill = billOf(snapshot);
  return {
    id,
    generation_id: id,
    polling_url: pollingUrl(options.origin, id),
    status: word,
    ...(word === 'completed' && { unsigned_urls: [`${pollingUrl(options.origin, id)}/content?index=0`] }),
    ...(word === 'completed' && bill !== undefined && { usage: { cost: bill, is_byok: false } }),
    ...(isFailure(word) && { error: errorText(snapshot, word) }),
    model: speakerOf(snapshot).model,
    shotcaller: facts(snapshot),
  };
}

/** What the gateway adds to a submit's and a poll's headers. Header values are ASCII without control characters. */
export function choiceHeaders(snapshot: Snapshot): Record<string, string> {
  const { model, price } = speakerOf(snapshot);
  const choice = choiceOf(snapshot);
  return {
    'X-Shotcaller-Model': headerText(model),
    ...(price.expectedUsd !== null && { 'X-Shotcaller-Quote-Usd': price.expectedUsd }),
    ...(price.highUsd !== null && { 'X-Shotcaller-Quote-High-Usd': price.highUsd }),
    ...(choice && { 'X-Shotcaller-Why': headerText(choice.why) }),
  };
}

export function pollingUrl(origin: string, id: string): string {
  return `${origin}/api/v1/videos/${encodeURIComponent(id)}`;
}

function facts(snapshot: Snapshot): VideoFacts {
  const { model, price, jobId, state, file } = speakerOf(snapshot);
  const choice = choiceOf(snapshot);
  const requested = choice?.requested ?? snapshot.record?.requested;
  const held = state === 'done' ? file : null;
  return {
    model,
    ...(requested !== undefined && { requested }),
    ...(price.expectedUsd !== null && { quoted_usd: price.expectedUsd }),
    ...(price.highUsd !== null && { quoted_high_usd: price.highUsd }),
    ...(choice && { why: choice.why }),
    state,
    ...(jobId !== null && { upstream_id: jobId }),
    ...(held && { sha256: held.sha256 }),
    ...(held &&
      held.differences.length > 0 && { differences: held.differences.map((difference) => ({ ...difference })) }),
  };
}

/** Every known bill of the order; `undefined` when none was stated. */
export function billOf({ order, jobs }: Snapshot): number | undefined {
  const { billedUsd, unknownBills } = resultOf({ ...order, requirements: null }, jobs);
  return billedUsd === null || unknownBills > 0 ? undefined : Number(billedUsd);
}

function isFailure(word: Word): boolean {
  return word === 'failed' || word === 'cancelled' || word === 'expired';
}

/** The service's own words where it said some, or where it has some for the state; else the sentence of the reason. */
export function errorText(snapshot: Snapshot, word: Word): string {
  const { reason } = speakerOf(snapshot);
  switch (reason?.code) {
    case 'content_gone':
    case 'submit_outcome_unknown':
    case 'died_while_submitting':
    case 'never_submitted':
    case 'over_budget':
    case 'price_unknown_with_cap':
    case 'not_sent':
      return jobReasonSentence(reason);
    default: {
      const message = reason && 'message' in reason ? reason.message : undefined;
      return message || upstreamWords[word as keyof typeof upstreamWords];
    }
  }
}

const upstreamWords = {
  failed: 'The job failed',
  cancelled: 'Job was cancelled',
  expired: 'Job exceeded maximum time to live',
} as const;

function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 400);
}
