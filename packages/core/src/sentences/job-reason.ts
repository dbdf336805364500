import type { JobReason, JobReasonCode, Said } from '../job-reason.ts';
import { brokenBudgetSentence, type JobReasonOptions } from './broken-budget.ts';
import { dollars } from './values.ts';
import { asSentence, isListed, unlistedSentence } from './written-by-another-version.ts';

/**
 * Why a job is where it is: what happened, and what it means for your money. A door adds its own next step. Takes reasons that
 * another version wrote.
 */
export function jobReasonSentence(reason: JobReason, options: JobReasonOptions = {}): string {
  if (!isListed(jobReasonSentences, reason.code)) return unlistedSentence(reason);
  return (jobReasonSentences[reason.code] as JobReasonSentence)(reason, options);
}

/** The member of the union that may carry this code. */
export type JobReasonOf<Code extends JobReasonCode, Reason = JobReason> = Reason extends { readonly code: infer Codes }
  ? Code extends Codes
    ? Reason
    : never
  : never;

type JobReasonSentence = (reason: JobReason, options: JobReasonOptions) => string;

const refusedPolls = {
  key_refused: 'OpenRouter no longer accepts the key for status requests.',
  job_not_found: 'OpenRouter no longer finds the job.',
  request_refused: 'OpenRouter refuses status requests for this job.',
} as const satisfies Record<JobReasonOf<'polls_refused'>['why'], string>;

const maybeBilled = 'so you may have been billed. Shotcaller does not submit it a second time.';

export const jobReasonSentences = {
  over_budget: brokenBudgetSentence,
  price_unknown_with_cap: brokenBudgetSentence,
  model_not_allowed: ({ model }) => `This client key is not allowed to use ${model}. Nothing was bought.`,
  key_revoked: () => 'This client key was revoked. Nothing was bought.',
  request_refused: ({ message }) => `OpenRouter refused the request. Nothing was bought.${said(message)}`,
  no_capacity: ({ message }) => `OpenRouter had no capacity for this request. Nothing was bought.${said(message)}`,
  not_sent: ({ detail }) => `The request could not be sent. Nothing was bought.${details(detail)}`,
  service_not_reached: ({ httpStatus }) =>
    `OpenRouter could not be reached behind its proxy (HTTP ${httpStatus}), so the request never arrived. Nothing was bought. Try again.`,
  submit_outcome_unknown: ({ detail, httpStatus }) => `${lostAnswer(httpStatus)}, ${maybeBilled}${details(detail)}`,
  died_while_submitting: () => `The process ended while it was submitting, ${maybeBilled}`,
  never_submitted: () => 'The request was never sent. Nothing was bought.',
  job_failed: ({ message }) => `The job failed at OpenRouter.${said(message)}`,
  job_cancelled: ({ message }) => `The job was cancelled at OpenRouter.${said(message)}`,
  job_expired: ({ message }) => `The job expired at OpenRouter before it was finished.${said(message)}`,
  poll_failed: () => 'One status request failed. The job is not lost: Shotcaller asks again.',
  polls_refused: ({ why, message }) =>
    `${refusedPolls[why] ?? refusedPolls.request_refused} The job may still finish and be billed.${details(message)}`,
  deadline_passed: ({ unseen }) =>
    unseen
      ? `Shotcaller stopped watching, and OpenRouter did not answer its last status requests. The job may be running, or finished and billed.${details(unseen.message)}`
      : 'The job was still running when Shotcaller stopped watching. It may still finish and be billed.',
  download_failed: ({ message, kept }) =>
    `The clip is finished and billed, but it could not be downloaded.${details(message)}${keptPart(kept)}`,
  content_gone: ({ kept }) =>
    `The clip was finished and billed, but OpenRouter no longer has the file.${keptPart(kept)}`,
  file_not_written: ({ message }) =>
    `The clip is finished and billed, but the file could not be written.${details(message)}`,
  settled_not_bought: (said) => `${saidText(said)} that this was not bought. Its reservation was released.`,
  settled_billed: (said) => `${saidText(said)} that this was billed ${dollars(said.billedUsd)}. There is no clip.`,
} as const satisfies {
  readonly [Code in JobReasonCode]: (reason: JobReasonOf<Code>, options: JobReasonOptions) => string;
};

/** How the answer to a submit got lost. 520 to 530 come from the edge in front of OpenRouter. */
function lostAnswer(httpStatus: number | undefined): string {
  if (httpStatus === undefined) return 'The connection broke before OpenRouter answered';
  if (httpStatus < 300) return 'The answer of OpenRouter could not be read';
  return httpStatus >= 520 && httpStatus <= 530 && httpStatus !== 529
    ? `The proxy in front of OpenRouter lost contact with it (HTTP ${httpStatus}), perhaps after it had passed the request on`
    : `OpenRouter answered HTTP ${httpStatus}, which does not say whether it took the request`;
}

function saidText({ saidBy, saidAt }: Said): string {
  return `${saidBy} said on ${saidAt.slice(0, 16).replace('T', ' ')} UTC`;
}

/** What OpenRouter said, when it said something. */
function said(message: string | null | undefined): string {
  return isText(message) ? ` OpenRouter said: ${asSentence(message)}` : '';
}

function keptPart(kept: { readonly path: string; readonly bytes: number } | undefined): string {
  return kept ? ` The ${kept.bytes} bytes that came are kept in ${kept.path}.` : '';
}

function details(text: string | undefined): string {
  return isText(text) ? ` Details: ${asSentence(text)}` : '';
}

/** Rows of another version may hold something else here, or nothing. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
