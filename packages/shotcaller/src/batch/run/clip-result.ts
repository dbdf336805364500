import { type Price, type Reason, reasonSentence } from '@shotcaller/core';
import { type Attempt, type AttemptState, isTerminal, type JobFile, type JobReason } from '../../jobs/job.ts';
import { type JobResult, wasNeverBought } from '../../jobs/job-result.ts';
import { archivedText } from '../../jobs/no-such-job.ts';
import type { ArchivedJob } from '../../jobs/records/archive-records.ts';
import type { ClipOutcome } from '../plan/batch-plan.ts';

/** Where a clip of the batch stands. */
export type ClipState =
  /** Waits for room, for money, or for the shot that it continues. */
  | 'waiting'
  | 'submitting'
  | 'generating'
  | 'downloading'
  | 'done'
  | 'failed'
  /** Whether it was bought is not known. It is not bought again. */
  | 'unknown'
  /** Bought, and let go of before its end: run the batch again. */
  | 'under_way'
  /** Nothing was bought; `whyNot` says why. */
  | 'not_bought';

/** Why a clip of a batch was not bought now. Amounts are exact decimal dollars. */
export type WhyNotBought =
  /** `reason` rules out the most models. */
  | { readonly code: 'no_model'; readonly reason: Reason | null }
  | { readonly code: 'request_refused' }
  | { readonly code: 'cannot_continue'; readonly detail: string }
  | {
      readonly code: 'over_batch_budget';
      readonly maxUsd: string;
      readonly neededUsd: string | null;
      readonly leftUsd: string;
    }
  | { readonly code: 'changed'; readonly what: 'price' | 'request' | 'model' }
  | { readonly code: 'waits_for'; readonly shot: string }
  | { readonly code: 'stopped'; readonly because: 'failure' | 'budget' | 'interrupt' | 'ledger' }
  | { readonly code: 'refused'; readonly reason: JobReason }
  /** It was bought, and its job has gone into the archive. */
  | { readonly code: 'archived'; readonly jobId: string; readonly file: string }
  /** It was bought, and its file is no longer on this machine. */
  | { readonly code: 'file_gone'; readonly jobId: string; readonly path: string }
  | { readonly code: 'error'; readonly message: string };

/** The order that stands for a clip, as it was sent. */
export interface ClipOrder {
  readonly price: Pick<Price, 'lowUsd' | 'expectedUsd' | 'highUsd'>;
  /** Of the request’s body. */
  readonly requestSha256: string;
}

export function orderedOf({ price, requestHash }: Attempt): ClipOrder {
  const { lowUsd, expectedUsd, highUsd } = price;
  return { price: { lowUsd, expectedUsd, highUsd }, requestSha256: requestHash };
}

/** What became of one clip. */
export interface ClipResult {
  readonly shot: string;
  readonly take: number;
  readonly state: ClipState;
  readonly model: string | null;
  readonly job: JobResult | null;
  /** What was ordered for it; `null`: nothing yet. */
  readonly ordered: ClipOrder | null;
  /** In its place in the output folder; `null`: it is not there. */
  readonly file: JobFile | null;
  /** It was there before this run. */
  readonly earlier: boolean;
  readonly whyNot: WhyNotBought | null;
}

/** What an attempt's state makes of the clip, once nobody is at work on it. */
export function clipStateOf(status: AttemptState, attempts: readonly Attempt[]): ClipState {
  if (status === 'done') return 'done';
  if (status === 'unknown' || status === 'submitting') return 'unknown';
  if (status === 'planned' || status === 'reserved') return 'not_bought';
  if (!isTerminal(status)) return 'under_way';
  return wasNeverBought(attempts) ? 'not_bought' : 'failed';
}

/** What is known of a clip whose job is in the archive: how it ended, and its file where that still is. */
export function archivedClip({ jobId, file, state, model, clip }: ArchivedJob) {
  return {
    // What an earlier version archived had ended; nearly always with a clip.
    state: state === null || state === 'done' ? 'done' : 'failed',
    model,
    file: clip,
    whyNot: { code: 'archived', jobId, file },
  } as const satisfies Partial<ClipResult>;
}

/** Why the plan buys nothing for a clip; `null`: it does, or it was bought before. */
export function whyNotPlanned(outcome: ClipOutcome): WhyNotBought | null {
  switch (outcome.kind) {
    case 'no_model':
      return { code: 'no_model', reason: outcome.obstacles[0]?.reason ?? null };
    case 'request_refused':
      return { code: 'request_refused' };
    case 'cannot_continue':
      return { code: 'cannot_continue', detail: cannotContinueText(outcome) };
    case 'to_buy':
    case 'bought':
      return null;
    default:
      return outcome satisfies never;
  }
}

export function whyNotSentence(why: WhyNotBought, refusedSentence: (reason: JobReason) => string): string {
  switch (why.code) {
    case 'no_model':
      return why.reason === null
        ? 'No model can make it.'
        : `No model can make it. The most frequent reason: ${reasonSentence(why.reason)}`;
    case 'request_refused':
      return 'The model would refuse the request.';
    case 'cannot_continue':
      return why.detail;
    case 'over_batch_budget':
      return why.neededUsd === null
        ? `Its price is not known, so it does not fit the batch’s budget of $${why.maxUsd}.`
        : `It may cost up to $${why.neededUsd}; $${why.leftUsd} is left of the batch’s budget of $${why.maxUsd}.`;
    case 'changed':
      return `The ${why.what} is another one than planned. Plan again.`;
    case 'waits_for':
      return `It continues ${why.shot}, which is not there.`;
    case 'stopped':
      return stoppedWords[why.because];
    case 'refused':
      return refusedSentence(why.reason);
    case 'archived':
      return archivedText(why.jobId, why.file);
    case 'file_gone':
      return `Its clip is no longer at ${why.path} on this machine. It is paid for and not bought again: shotcaller resume ${why.jobId} --output ${why.path} fetches it.`;
    case 'error':
      return why.message;
    default:
      return why satisfies never;
  }
}

const stoppedWords = {
  failure: 'Another shot failed, and --fail-fast ends the batch.',
  budget: 'A budget is used up.',
  interrupt: 'The batch was interrupted before it was bought.',
  ledger: 'The ledger cannot be written, so nothing more is bought.',
} as const;

export function cannotContinueText({
  lacks,
  model,
}: {
  readonly lacks: 'ffmpeg' | 'first_frame';
  readonly model: string;
}): string {
  return lacks === 'ffmpeg'
    ? `To go on from the last frame, ffmpeg must be on the PATH (apt-get install ffmpeg); ${model} takes no job to continue.`
    : `No model takes a first frame for it, and ${model} takes no job to continue.`;
}
