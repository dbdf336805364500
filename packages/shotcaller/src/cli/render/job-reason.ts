import { dollars } from '@shotcaller/core';
import type { JobReason } from '../../jobs/job.ts';

/** Why a job is where it is, as a sentence with the next step. */
export function jobReasonSentence(reason: JobReason): string {
  const sentence = sentences[reason.code]?.(reason);
  if (sentence) return sentence;
  const message = typeof reason.message === 'string' ? `: ${reason.message}` : '';
  return `${reason.code.replaceAll('_', ' ')}${message}.`;
}

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));
const said = ({ message }: JobReason) => (message ? ` The service says: ${text(message)}` : '');

const sentences: Readonly<Record<string, (reason: JobReason) => string>> = {
  over_budget: ({ cap, limitUsd, bookedUsd, neededUsd }) =>
    `The cap per ${text(cap)} of ${dollars(text(limitUsd))} would be broken: ${dollars(text(bookedUsd))} is booked, ${dollars(text(neededUsd))} more is needed. Nothing was bought. Raise the cap in config.json or wait.`,
  price_unknown_with_cap: () =>
    'The price is not known, so it cannot be held against the cap. Nothing was bought. Choose another model, or lift the cap.',
  submit_outcome_unknown: (reason) =>
    `Whether the job was bought is not known: the answer was lost.${said(reason)} It is never bought again on a doubt. Look at the service's log page; a webhook brings it back.`,
  died_while_submitting: () =>
    "The process died while it was submitting, so whether the job was bought is not known. Look at the service's log page; a webhook brings it back.",
  deadline_passed: () =>
    'It was still running when watching ended. shotcaller resume goes on watching; it may yet be billed.',
  polls_refused: (reason) =>
    `The service refuses to say how the job is doing.${said(reason)} shotcaller doctor checks the key; then shotcaller resume.`,
  content_gone: () => 'The clip was made and billed, but the service no longer has the file.',
  download_failed: (reason) =>
    `The clip is ready at the service, but the download failed.${said(reason)} shotcaller resume tries again.`,
  file_not_written: (reason) =>
    `The clip is ready at the service, but the file could not be written.${said(reason)} Make room or choose another folder, then shotcaller resume.`,
  not_sent: (reason) =>
    `The request never left this machine, so nothing was bought.${said(reason)} Check the network and the base URL.`,
};
