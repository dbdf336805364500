import {
  billDoubtSentence,
  changeSentence,
  deliveryDifferenceSentence,
  dollars,
  type JobReasonCode,
  jobReasonSentence,
  type RejectedModel,
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

/** Why no job was opened. Nothing was bought. `model`: the one that was named. */
export function notOpenedText(opened: Exclude<OpenAnswer, { kind: 'job' }>, model: string | null): string {
  switch (opened.kind) {
    case 'no_plan':
      return model === null ? noModelText(opened.selection) : namedModelText(opened.selection, model);
    case 'request_refused':
      return `The model would refuse this request. Nothing was bought. ${opened.plan.findings.map(requestFindingSentence).join(' ')}`;
    case 'not_confirmed': {
      const { model, price } = opened.plan;
      const most = price.highUsd === null ? 'costs an unknown amount' : `may cost up to ${dollars(price.highUsd)}`;
      return `This clip on ${model} ${most}, more than the confirmUsd of this call. Nothing was bought.`;
    }
    case 'key_reused':
      return `The idempotency key belongs to job ${opened.job.id}, which asks for something else. Nothing was bought. Use another key, or repeat the first request unchanged.`;
    case 'rate_limited':
      throw new TypeError('Only client keys have a rate.');
    default:
      return opened satisfies never;
  }
}

/** The models that come nearest, with what speaks against them or what would have to change. */
function noModelText({ rejected, unknown }: Pick<Selection, 'rejected' | 'unknown'>): string {
  const near = [...rejected]
    .sort(
      (one, other) =>
        (one.nearest.length || 99) - (other.nearest.length || 99) ||
        limitOf(one) - limitOf(other) ||
        (one.model < other.model ? -1 : 1),
    )
    .slice(0, 3)
    .map(({ model, nearest, reasons: [reason] }) => {
      const change = nearest.length > 0 ? nearest.map(changeSentence).join('; ') : reason && reasonSentence(reason);
      return `${model}: ${change ?? 'not stated'}`;
    });
  const notStated = unknown
    .slice(0, Math.max(0, 3 - near.length))
    .flatMap(({ model, reasons: [reason] }) => (reason ? [`${model}: ${reasonSentence(reason)}`] : []));
  return `No model can make this clip. Nothing was bought. Closest options: ${[...near, ...notStated].join(' | ')}`;
}

/** What speaks against the model that was named, and what would have to change. */
function namedModelText({ rejected, unknown }: Selection, named: string): string {
  const isNamed = ({ model }: { readonly model: string }) => model.toLowerCase().endsWith(named.toLowerCase());
  const [no, open] = [rejected.find(isNamed), unknown.find(isNamed)];
  if (no) {
    const change = no.nearest.length === 0 ? '' : ` What would fit: ${no.nearest.map(changeSentence).join('; ')}.`;
    return `${no.model} cannot make this clip. Nothing was bought. ${no.reasons.map(reasonSentence).join(' ')}${change}`;
  }
  if (open) {
    return `The catalogue does not state that ${open.model} can make this clip. Nothing was bought. ${open.reasons.map(reasonSentence).join(' ')} To use it anyway, set includeUnknown: true.`;
  }
  return noModelText({ rejected, unknown });
}

/** What the model would cost, where the limit of money has to give way. */
function limitOf({ nearest }: RejectedModel): number {
  return Number(nearest.find(({ field }) => field === 'maxUsd')?.to ?? 0);
}
