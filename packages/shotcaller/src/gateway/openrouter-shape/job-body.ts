import { jobReasonSentence, requestFindingSentence } from '@shotcaller/core';
import { filesOf } from '../../files/job-file.ts';
import { decisiveAttempt, resultOf } from '../../jobs/job-result.ts';
import { fileCount } from '../content/send-content.ts';
import { type JobSnapshot, type WireStatus, wireStatusOf } from '../jobs/wire-status.ts';
import type { SubmittedVideo, VideoFacts, VideoJob } from './answers.ts';

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
    ...(status === 'completed' && {
      unsigned_urls: Array.from(
        { length: fileCount(snapshot) },
        (_, index) => `${pollingUrl(options.origin, id)}/content?index=${index}`,
      ),
    }),
    ...(status === 'completed' && bill !== undefined && { usage: { cost: bill, is_byok: false } }),
    ...(isFailure(status) && { error: errorText(snapshot, status) }),
    model: decisiveAttempt(snapshot.attempts).model,
    shotcaller: facts(snapshot),
  };
}

/** What the gateway adds to a submit's and a poll's headers. Header values are ASCII without control characters. */
export function choiceHeaders(snapshot: JobSnapshot): Record<string, string> {
  const { model, price } = decisiveAttempt(snapshot.attempts);
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
  const { model, price, remoteId, state, file } = decisiveAttempt(snapshot.attempts);
  const { findings } = snapshot.job;
  const choice = snapshot.job.receipt?.choice;
  const requested = choice?.requested ?? snapshot.job.receipt?.requested;
  const [held, ...further] = state === 'done' ? filesOf(file) : [];
  const differences = [held, ...further].flatMap((one) => one?.differences ?? []);
  return {
    model,
    ...(requested !== undefined && { requested }),
    ...(price.expectedUsd !== null && { quoted_usd: price.expectedUsd }),
    ...(price.highUsd !== null && { quoted_high_usd: price.highUsd }),
    ...(choice && { why: choice.why }),
    state,
    ...(remoteId !== null && { remote_id: remoteId }),
    ...(held && { sha256: held.sha256 }),
    ...(differences.length > 0 && { differences: differences.map((difference) => ({ ...difference })) }),
    ...(findings.length > 0 && {
      findings: findings.map((finding) => ({
        code: finding.code,
        field: finding.field,
        message: requestFindingSentence(finding),
      })),
    }),
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

/** The service's own words where it said some, or where it has some for the state; else the sentence of the reason. */
export function errorText(snapshot: JobSnapshot, status: WireStatus): string {
  const { reason } = decisiveAttempt(snapshot.attempts);
  switch (reason?.code) {
    case 'content_gone':
    case 'submit_outcome_unknown':
    case 'died_while_submitting':
    case 'never_submitted':
    case 'over_budget':
    case 'price_unknown_with_cap':
    case 'model_not_allowed':
    case 'key_revoked':
    case 'not_sent':
      return jobReasonSentence(reason);
    default: {
      const message = reason && 'message' in reason ? reason.message : undefined;
      return message || upstreamWords[status as keyof typeof upstreamWords];
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
