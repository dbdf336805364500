import {
  billDoubtSentence,
  deliveryDifferenceSentence,
  dollars,
  jobReasonSentence,
  type LocalTime,
} from '@shotcaller/core';
import { isAtRest, isTerminal, isUnsent, type JobFile } from '../../jobs/job.ts';
import type { AttemptResult, JobResult } from '../../jobs/job-result.ts';
import { wasNeverSubmitted } from '../../jobs/steps/next-attempt.ts';
import type { RunResult } from '../../shotcaller.ts';
import { exitCodes } from '../exit-codes.ts';
import { clean } from './clean.ts';
import { jobNextStep } from './job-next-step.ts';
import { savedAsText } from './order.ts';

export interface RunSurroundings {
  readonly simulated: boolean;
  readonly localTime?: LocalTime | undefined;
  /** The file that the clip was to be saved as. Default: its name was left to us. */
  readonly asked?: string | undefined;
  /** Another place that a repeated order wants its clip at, as it was written. Default: the same. */
  readonly elsewhere?: string | undefined;
}

/** What became of a job: the story for standard error, the paths for standard output. */
export function renderRun(
  result: JobResult & { readonly detached?: boolean; readonly repeated?: boolean },
  { simulated, localTime, asked, elsewhere }: RunSurroundings,
): { readonly talk: string; readonly out: string } {
  const lines = [
    ...(result.repeated ? [`The key ${result.key} is known: this is the first job, nothing new was bought.`] : []),
    ...(elsewhere === undefined
      ? []
      : [
          `Its clip goes where the first order said. To have it at ${elsewhere}, too: shotcaller resume ${result.id} --output ${elsewhere}`,
        ]),
    ...result.files.map(fileLine),
    savedAsLine(result, asked),
    statusLine(result),
    billLine(result, simulated),
    ...billDoubtLines(result),
    ...(result.reason
      ? [`${jobReasonSentence(result.reason, { localTime })} ${jobNextStep(result.reason, result.id)}`.trimEnd()]
      : []),
    goOnLine(result),
  ];
  return {
    talk: lines
      .filter((line) => line !== '')
      .map((line) => `${clean(line)}\n`)
      .join(''),
    out: result.files.map(({ path }) => `${path}\n`).join(''),
  };
}

function statusLine({
  status,
  model,
  remoteId,
  reason,
  attempts,
  detached,
}: JobResult & { readonly detached?: boolean }): string {
  const id = remoteId === null ? '' : `, OpenRouter’s id ${remoteId}`;
  if (attempts.every(isUnsentAttempt)) return `Not sent: ${model}.`;
  if (detached && isUnsent({ state: status })) return `Let go before its further request was sent: ${model}.`;
  if (detached && status === 'downloading')
    return `Detached: ${model}${id} is finished at the service and not fetched yet.`;
  if (detached && !isAtRest({ state: status })) return `Detached: ${model}${id} runs on at the service.`;
  const words: Readonly<Record<string, string>> = {
    done: 'Done',
    refused: 'Refused',
    failed: 'Failed',
    expired: 'Expired',
    cancelled: 'Cancelled at the service',
    unknown: 'Outcome unknown',
    gave_up_watching: wasSeenRunning(reason) ? 'Still running when watching ended' : 'Watching ended without an answer',
    not_fetched: 'Finished and billed, but not fetched',
  };
  return `${words[status] ?? status.replaceAll('_', ' ')}: ${model}${id}.`;
}

/** What `shotcaller resume` would do for the job; empty: nothing, or nothing without an answer from somebody. */
export function goOnLine({ id, status, resumable, attempts }: JobResult): string {
  if (!resumable || status === 'unknown') return '';
  const goOn = `shotcaller resume ${id}`;
  if (attempts.every(isUnsentAttempt))
    return `Nothing is bought so far. To buy the clip, run it again; to give back what is reserved: ${goOn}. Do neither while another process is at it.`;
  const buys = isTerminal(status) || isUnsent({ state: status });
  return `Go on with: ${goOn}${buys ? '. It may buy the further attempt that the job was ordered with.' : ''}`;
}

function savedAsLine({ files: [first] }: JobResult, asked: string | undefined): string {
  return (asked !== undefined && first && savedAsText(asked, first.path)) || '';
}

/** Whether the service had the last word when watching ended. */
function wasSeenRunning(reason: JobResult['reason']): boolean {
  return reason?.code === 'deadline_passed' && reason.unseen === undefined;
}

function fileLine({ width, height, durationSeconds, hasAudio, bytes, differences }: JobFile): string {
  const facts = [
    width && height ? `${width}x${height}` : undefined,
    durationSeconds === null ? undefined : `${durationSeconds.toFixed(2)} s`,
    hasAudio === null ? undefined : hasAudio ? 'with sound' : 'silent',
    `${(bytes / 1e6).toFixed(1)} MB`,
  ].filter((fact) => fact !== undefined);
  const verdict = differences.length === 0 ? 'Verified' : 'Delivered, with differences';
  return [`${verdict}: ${facts.join(', ')}.`, ...differences.map(deliveryDifferenceSentence)].join(' ');
}

/** Why a stated bill is not believed, for each attempt that has one. */
export function billDoubtLines({ attempts }: Pick<JobResult, 'attempts'>): readonly string[] {
  return attempts.flatMap(({ billDoubt }) => (billDoubt ? [billDoubtSentence(billDoubt)] : []));
}

function billLine(
  { quotedUsd, quotedHighUsd, billedUsd, unknownBills, attempts }: JobResult,
  simulated: boolean,
): string {
  const quoted = quotedUsd === null ? 'no known price' : dollars(quotedUsd);
  const note = simulated ? ' (simulated)' : '';
  const bills = attempts.length > 1 ? ` over ${attempts.length} attempts` : '';
  if (unknownBills > 0) {
    return `Billed: not known${bills}; up to ${quotedHighUsd === null ? 'an unknown amount' : dollars(quotedHighUsd)} stays reserved, quoted ${quoted}${note}.`;
  }
  if (billedUsd === null)
    return attempts.every((attempt) => attempt.status === 'refused' || isUnsentAttempt(attempt))
      ? `Billed nothing, quoted ${quoted}${note}.`
      : `Not billed yet, quoted ${quoted}${note}.`;
  return `Billed ${dollars(billedUsd)}${bills}, quoted ${quoted}${note}.`;
}

/** Nothing of it is at the service; what was sent for it, if anything, was certainly refused. */
function isUnsentAttempt({ status: state, reason }: AttemptResult): boolean {
  return isUnsent({ state }) || wasNeverSubmitted({ state, reason });
}

/** The documented exit code of what became of a job. */
export function exitCodeOf(result: RunResult | JobResult): number {
  switch (result.status) {
    case 'done':
      return exitCodes.done;
    case 'no_eligible_model':
    case 'request_refused':
      return exitCodes.noEligibleModel;
    case 'not_confirmed':
      return exitCodes.overBudgetOrNotConfirmed;
    case 'refused': {
      const code = 'reason' in result ? result.reason?.code : undefined;
      const isBudget = code === 'over_budget' || code === 'price_unknown_with_cap';
      return isBudget ? exitCodes.overBudgetOrNotConfirmed : exitCodes.failed;
    }
    case 'failed':
    case 'expired':
    case 'cancelled':
    case 'not_fetched':
      return exitCodes.failed;
    case 'unknown':
    case 'submitting':
      return exitCodes.outcomeUnknown;
    default:
      return exitCodes.underWay;
  }
}
