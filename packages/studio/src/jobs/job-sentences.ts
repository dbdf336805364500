import { dollars } from '@shotcaller/core';
import type { Job, JobEventView, JobReason, JobState } from '../api/wire.ts';
import { visible } from '../controls/visible-text.ts';

/** What a state is called on the page. */
export const stateNames: Readonly<Record<JobState, string>> = {
  planned: 'planned',
  reserved: 'reserved',
  submitting: 'ordering',
  submitted: 'ordered',
  running: 'being made',
  downloading: 'being fetched',
  done: 'done',
  refused: 'refused',
  failed: 'failed',
  expired: 'expired',
  cancelled: 'cancelled',
  unknown: 'outcome unknown',
  gave_up_watching: 'not watched any more',
};

/** Why a job is where it is, with the next step. Text of the service is quoted as text. */
export function reasonText(reason: JobReason): string {
  const sentence = reasonSentences[reason.code]?.(reason);
  if (sentence) return visible(sentence);
  return visible(`${capital(reason.code.replaceAll('_', ' '))}.${said(reason)}`);
}

/** Whether money went, in one sentence. */
export function billText({ status, billedUsd, unknownBills, quotedUsd, quotedHighUsd, attempts }: Job): string {
  const quoted = quotedUsd === null ? 'no price was known before' : `quoted ${dollars(quotedUsd)}`;
  if (unknownBills > 0) {
    const held = quotedHighUsd === null ? 'an unknown amount' : dollars(quotedHighUsd);
    return `The bill is not known; up to ${held} stays booked (${quoted}).`;
  }
  if (billedUsd !== null) {
    const bills = attempts.length > 1 ? ` over ${attempts.length} attempts` : '';
    return `Billed ${dollars(billedUsd)}${bills}, ${quoted}.`;
  }
  if (status === 'refused' || status === 'cancelled') return `Nothing was billed (${quoted}).`;
  if (status === 'failed' || status === 'expired') return `No bill came for it (${quoted}).`;
  if (status === 'unknown') return `Whether it is billed is not known; the reservation is kept (${quoted}).`;
  return `Not billed yet, ${quoted}.`;
}

/** What can be done now; empty when nothing needs doing. */
export function nextStepText({ status, resumable }: Job): string {
  if (status === 'failed' || status === 'refused' || status === 'expired')
    return 'Choose again with the same clip, on this or another model.';
  if (status === 'unknown') return 'It is never ordered again on a doubt. Look at the service’s own log, then resume.';
  if (resumable && status === 'gave_up_watching') return 'Resume goes on watching; it buys nothing.';
  return '';
}

/** An event of a job's story. */
export function eventText({ what, detail }: JobEventView): string {
  const code = typeof detail === 'object' && detail !== null && 'code' in detail ? (detail as JobReason) : undefined;
  const name = eventNames[what] ?? what.replaceAll('_', ' ');
  return visible(code ? `${name}: ${reasonText(code)}` : name);
}

const eventNames: Readonly<Record<string, string>> = {
  reserve: 'money held against the budget',
  planned: 'planned',
  submitting: 'order written down, about to be sent once',
  submitted: 'ordered',
  running: 'being made',
  completed: 'made and billed',
  download_started: 'fetching the file',
  file_checked: 'file checked',
  done: 'done',
  webhook_hint: 'the service called',
  found_by_webhook: 'found again by the service’s call',
  taken_over: 'taken over by another process',
  resumed: 'resumed',
};

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));
const said = ({ message }: JobReason) => (message ? ` The service says: “${text(message)}”` : '');

const reasonSentences: Readonly<Record<string, (reason: JobReason) => string>> = {
  over_budget: ({ cap, limitUsd, bookedUsd, neededUsd }) =>
    `The cap per ${text(cap)} of ${dollars(text(limitUsd))} would be broken: ${dollars(text(bookedUsd))} is booked and ${dollars(text(neededUsd))} more is needed.`,
  price_unknown_with_cap: () => 'The price is not known, so it cannot be held against the cap.',
  submit_outcome_unknown: (reason) => `Whether it was bought is not known: the answer was lost.${said(reason)}`,
  died_while_submitting: () => 'The server died while it was ordering, so whether it was bought is not known.',
  deadline_passed: () => 'It was still being made when watching ended. It may yet be billed.',
  polls_refused: (reason) => `The service refuses to say how the job is doing.${said(reason)}`,
  content_gone: () => 'The clip was made and billed, but the service no longer has the file.',
  download_failed: (reason) => `The clip is ready at the service, but fetching it failed.${said(reason)}`,
  file_not_written: (reason) => `The clip is ready at the service, but the file could not be written.${said(reason)}`,
  never_submitted: () => 'It was never sent, so nothing was bought.',
  not_sent: (reason) => `The request never left the server, so nothing was bought.${said(reason)}`,
};

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
