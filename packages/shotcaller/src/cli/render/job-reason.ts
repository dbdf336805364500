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
/** What the other side said, ended like a sentence. */
const said = ({ message, detail }: JobReason) => {
  const words = text(message ?? detail)
    .trim()
    .replace(/[.\s]+$/, '');
  return words === '' ? '' : ` It said: ${words}.`;
};

/** The next step after a refusal, by HTTP status. */
const afterRefusal: Readonly<Record<string, string>> = {
  400: 'Change the requirements; shotcaller preview shows the request.',
  401: 'shotcaller doctor checks the key.',
  402: 'Add credit, or raise the limit of the key.',
  403: 'Change the prompt or the pictures, or take another model.',
  404: 'shotcaller models --catalog live shows what there is today.',
  413: 'Send smaller pictures.',
};

const sentences: Readonly<Record<string, (reason: JobReason) => string>> = {
  request_refused: (reason) =>
    `The service refused the request, so nothing was bought.${said(reason)} ${afterRefusal[text(reason.httpStatus)] ?? ''}`.trimEnd(),
  no_capacity: (reason) =>
    `The service had no room for it, again and again, so nothing was bought.${said(reason)} Try later, or with --fallback 2.`,
  job_failed: (reason) => `The job failed at the service.${said(reason)} --fallback 2 would try others.`,
  job_expired: (reason) => `The job expired at the service.${said(reason)}`,
  job_cancelled: (reason) => `The job was cancelled at the service.${said(reason)}`,
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
