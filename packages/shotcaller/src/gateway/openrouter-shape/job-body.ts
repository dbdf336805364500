import { resultOf, speakerOf } from '../../jobs/job-result.ts';
import { type JobSnapshot, type WireStatus, wireStatusOf } from '../jobs/wire-status.ts';
import type { SubmittedVideo, VideoFacts, VideoJob } from './answer-schemas.ts';

export interface JobBodyOptions {
  /** Scheme and host that the request came to. */
  readonly origin: string;
  readonly unknownMayRecover: boolean;
}

/** The body of a submit's 202. */
export function submitBody(snapshot: JobSnapshot, repeated: boolean, { origin }: JobBodyOptions): SubmittedVideo {
  const { id } = snapshot.job;
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
export function jobBody(snapshot: JobSnapshot, options: JobBodyOptions): VideoJob {
  const { id } = snapshot.job;
  const status = wireStatusOf(snapshot, options.unknownMayRecover);
  const bill = billOf(snapshot);
  return {
    id,
    generation_id: id,
    polling_url: pollingUrl(options.origin, id),
    status,
    ...(status === 'completed' && { unsigned_urls: [`${pollingUrl(options.origin, id)}/content?index=0`] }),
    ...(status === 'completed' && bill !== undefined && { usage: { cost: bill, is_byok: false } }),
    ...(isFailure(status) && { error: errorText(snapshot, status) }),
    model: speakerOf(snapshot.attempts).model,
    shotcaller: facts(snapshot),
  };
}

/** What the gateway adds to a submit's and a poll's headers. Header values are ASCII without control characters. */
export function choiceHeaders(snapshot: JobSnapshot): Record<string, string> {
  const { model, price } = speakerOf(snapshot.attempts);
  const choice = snapshot.job.receipt?.choice;
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

function facts(snapshot: JobSnapshot): VideoFacts {
  const { model, price, remoteId, state, file } = speakerOf(snapshot.attempts);
  const choice = snapshot.job.receipt?.choice;
  const requested = choice?.requested ?? snapshot.job.receipt?.requested;
  const held = state === 'done' ? file : null;
  return {
    model,
    ...(requested !== undefined && { requested }),
    ...(price.expectedUsd !== null && { quoted_usd: price.expectedUsd }),
    ...(price.highUsd !== null && { quoted_high_usd: price.highUsd }),
    ...(choice && { why: choice.why }),
    state,
    ...(remoteId !== null && { remote_id: remoteId }),
    ...(held && { sha256: held.sha256 }),
    ...(held && held.differences.length > 0 && { differences: held.differences }),
  };
}

/** Every known bill of the job; `undefined` when none was stated. */
export function billOf({ job, attempts }: JobSnapshot): number | undefined {
  const { billedUsd, unknownBills } = resultOf(job, attempts);
  return billedUsd === null || unknownBills > 0 ? undefined : Number(billedUsd);
}

function isFailure(status: WireStatus): boolean {
  return status === 'failed' || status === 'cancelled' || status === 'expired';
}

export function errorText(snapshot: JobSnapshot, status: WireStatus): string {
  const { reason } = speakerOf(snapshot.attempts);
  if (reason?.code === 'content_gone') return 'The video was made and billed, but the service no longer has the file';
  if (typeof reason?.message === 'string' && reason.message !== '') return reason.message;
  switch (reason?.code) {
    case 'submit_outcome_unknown':
    case 'died_while_submitting':
      return 'The answer to the submit was lost: a paid job may exist. It was not sent a second time';
    case 'never_submitted':
      return 'Never sent to the service, nothing was bought';
    case 'over_budget':
    case 'price_unknown_with_cap':
      return 'Refused by a budget, nothing was bought';
    default:
      return { failed: 'The job failed', cancelled: 'Job was cancelled', expired: 'Job exceeded maximum time to live' }[
        status as 'failed' | 'cancelled' | 'expired'
      ];
  }
}

function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 400);
}
