import {
  billDoubtSentence,
  deliveryDifferenceSentence,
  dollars,
  type JobReasonCode,
  jobReasonSentence,
  keyReusedSentence,
  noModelSentences,
  reasonSentence,
  requestFindingSentence,
  type Selection,
} from '@shotcaller/core';
import type { JobResult } from '../jobs/job-result.ts';
import type { OpenAnswer } from '../jobs/open-job.ts';

/** Why a job brings no video, what it cost, its ids, and the next step: the AI SDK shows its caller nothing but this text. */
export function jobProblemText(result: JobResult): string {
  const { id, remoteId, reason, status } = result;
  const why = reason === null ? `The job is ${status.replaceAll('_', ' ')}.` : jobReasonSentence(reason);
  const theirs = remoteId === null ? '' : ` (OpenRouter’s id ${remoteId})`;
  const next = reason === null ? '' : nextStep(reason.code).replaceAll('JOB', id);
  return [why, `Job ${id}${theirs}, ${result.model}: ${spentText(result)}`, next]
    .filter((text) => text !== '')
    .join(' ');
}

/** What a job has cost so far. */
function spentText({ billedUsd, unknownBills, status, quotedHighUsd }: JobResult): string {
  if (unknownBills > 0 || status === 'unknown') {
    const most = quotedHighUsd === null ? 'an unknown amount' : dollars(quotedHighUsd);
    return `the bill is not known; up to ${most} stays reserved.`;
  }
  if (billedUsd !== null) return `billed ${dollars(billedUsd)}.`;
  return status === 'refused' || status === 'cancelled' ? 'nothing was billed.' : 'nothing is billed yet.';
}

const lookItUp =
  'Do not start it again. Check openrouter.ai/activity. If the job is there: shotcaller resume JOB --remote-id ID. If it is not: shotcaller jobs settle JOB --not-bought.';
const askAgain = 'Ask for the status again, or run shotcaller resume JOB: neither buys anything.';

function nextStep(code: JobReasonCode): string {
  switch (code) {
    case 'submit_outcome_unknown':
    case 'died_while_submitting':
      return lookItUp;
    case 'deadline_passed':
    case 'download_failed':
    case 'content_gone':
    case 'file_not_written':
    case 'polls_refused':
      return askAgain;
    default:
      return '';
  }
}

/** What is worth knowing of a job that brought its video. */
export function deliveryWarnings(result: JobResult): readonly string[] {
  return [
    ...result.files.flatMap(({ differences }) => differences.map(deliveryDifferenceSentence)),
    ...result.attempts.flatMap(({ billDoubt }) => (billDoubt ? [billDoubtSentence(billDoubt)] : [])),
    ...(result.unknownBills > 0 ? [`OpenRouter did not state the bill of job ${result.id}: ${spentText(result)}`] : []),
  ];
}

/** Why no job was opened. Nothing was bought. */
export function notOpenedText(opened: Exclude<OpenAnswer, { kind: 'job' }>): string {
  switch (opened.kind) {
    case 'no_plan':
      return noModelText(opened.selection);
    case 'request_refused':
      return `The model would refuse this request. Nothing was bought. ${opened.plan.findings.map(requestFindingSentence).join(' ')}`;
    case 'not_confirmed': {
      const { model, price } = opened.plan;
      const most = price.highUsd === null ? 'costs an unknown amount' : `may cost up to ${dollars(price.highUsd)}`;
      return `This clip on ${model} ${most}, more than the confirmUsd of this call. Nothing was bought.`;
    }
    case 'key_reused':
      return keyReusedSentence({ key: null, jobId: opened.job.id, differences: opened.differences });
    default:
      return opened satisfies never;
  }
}

/** That nothing fits: the models that come nearest, with what would have to change; of models that were named why they do not fit. */
function noModelText(selection: Selection): string {
  const { headline, closest, others } = noModelSentences(selection, 3);
  const near = closest.length === 0 ? notStated(selection) : closest;
  return [
    `${headline} Nothing was bought.`,
    ...(near.length === 0 ? [] : [`Closest options: ${near.join(' | ')}`]),
    ...(selection.unknown.length === 0
      ? []
      : ['To use models that the catalogue says too little of, set includeUnknown: true.']),
    ...(others === null ? [] : [`${others} To choose among them, name no model or provider.`]),
  ].join(' ');
}

/** Models that may fit, with what the catalogue leaves open. */
function notStated({ unknown }: Selection): readonly string[] {
  return unknown
    .slice(0, 3)
    .flatMap(({ model, reasons: [reason] }) => (reason ? [`${model}: ${reasonSentence(reason)}`] : []));
}
