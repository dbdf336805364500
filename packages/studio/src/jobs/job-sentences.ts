import { billDoubtSentence, dollars, jobReasonSentence } from '@shotcaller/core';
import type { AttemptState, Job, JobEventView, JobReason } from '../api/wire.ts';
import { localTime } from '../controls/local-time.ts';
import { visible } from '../controls/visible-text.ts';

/** What a state is called on the page. */
export const stateNames: Readonly<Record<AttemptState, string>> = {
  planned: 'Planned',
  reserved: 'Reserved',
  submitting: 'Ordering',
  submitted: 'Queued',
  running: 'Generating',
  downloading: 'Downloading',
  done: 'Done',
  refused: 'Refused',
  failed: 'Failed',
  expired: 'Expired',
  cancelled: 'Cancelled',
  unknown: 'Unknown',
  gave_up_watching: 'No longer watched',
  not_fetched: 'Billed, not downloaded',
};

/** Why a job is where it is. Text of the service is shown as text. */
export function reasonText(reason: JobReason): string {
  return visible(jobReasonSentence(reason, { localTime }));
}

/** Whether money went, in one sentence. */
export function billText({ status, billedUsd, unknownBills, quotedUsd, quotedHighUsd, attempts }: Job): string {
  const quoted = quotedUsd === null ? 'no price was known before' : `quoted ${dollars(quotedUsd)}`;
  if (unknownBills > 0) {
    const held = quotedHighUsd === null ? 'an unknown amount' : dollars(quotedHighUsd);
    const doubts = attempts.flatMap(({ billDoubt }) => (billDoubt ? [visible(billDoubtSentence(billDoubt))] : []));
    return [`The bill is not known; up to ${held} stays reserved (${quoted}).`, ...doubts].join(' ');
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
export function nextStepText({ status, resumable, ended, watched }: Job): string {
  if (status === 'failed' || status === 'refused' || status === 'expired')
    return 'Choose again with the same clip, on this or another model.';
  if (isLetGo({ status, ended, watched }))
    return 'This server no longer watches the job. It goes on at OpenRouter and may be billed. Resume watches it again; nothing is ordered anew.';
  if (resumable && status === 'gave_up_watching') return 'Resume goes on watching; it does not send the order again.';
  if (status === 'not_fetched') return 'Resume fetches the file; it buys nothing.';
  return '';
}

/** Under way at the service, and followed by nobody here. */
export function isLetGo({ status, ended, watched }: Pick<Job, 'status' | 'ended' | 'watched'>): boolean {
  return !ended && !watched && ['submitted', 'running', 'downloading'].includes(status);
}

/** An event of a job's story. */
export function eventText({ what, detail }: JobEventView): string {
  const code = typeof detail === 'object' && detail !== null && 'code' in detail ? (detail as JobReason) : undefined;
  const name = eventNames[what] ?? what.replaceAll('_', ' ');
  return visible(code ? `${name}: ${reasonText(code)}` : name);
}

const eventNames: Readonly<Record<string, string>> = {
  reserve: 'reserved against the budget',
  planned: 'planned',
  submitting: 'order written down, about to be sent once',
  submitted: 'queued',
  running: 'generating',
  completed: 'finished and billed',
  download_started: 'downloading',
  file_checked: 'file checked',
  done: 'done',
  webhook_hint: 'the service called',
  found_by_webhook: 'found again by the service’s call',
  completed_after_all: 'the service calls it completed after all',
  bought_as_well: 'another one was bought as well',
  taken_over: 'taken over by another process',
  resumed: 'resumed',
  refused_for_now: 'refused for now, sent again after a pause',
  put_elsewhere: 'put to another place',
};
