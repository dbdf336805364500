import { dollars, type LocalTime, renewalText } from '@shotcaller/core';
import type { BatchRun } from '../batch/batches.ts';
import type { BatchPlan } from '../batch/plan/batch-plan.ts';
import { budgetNeed } from '../batch/plan/within-budget.ts';
import { clipProblem } from '../batch/report/manifest.ts';
import type { WhyNotBought } from '../batch/run/clip-result.ts';
import { picoFromUsd } from '../jobs/money/pico.ts';
import type { CommandContext } from './context.ts';
import { exitCodes, worstOf } from './exit-codes.ts';
import { leftOutText } from './render/batch-budget.ts';
import { countText, titleOf } from './render/batch-plan.ts';
import { clean } from './render/clean.ts';

/** Says what became of a batch: files, counts, the bill, what to do next. Returns the exit code. */
export function answerBatch({ flags, terminal, localTime }: CommandContext, result: BatchRun, plan: BatchPlan): number {
  const { clips, billedUsd, committedUsd, manifest, reports, joinLine, detached, limits, refusals } = result;
  if (flags.isOn('json')) {
    terminal.outJson({ ...manifest, billedUsd, committedUsd, detached, limits, refusals, reports, joinLine });
  } else {
    for (const { file } of clips) if (file) terminal.out(`${file.path}\n`);
  }
  const count = (state: string) => clips.filter((clip) => clip.state === state).length;
  const left = ['failed', 'unknown', 'under_way', 'not_bought'].filter((state) => count(state) > 0);
  const gone = clips.filter(({ whyNot }) => whyNot?.code === 'file_gone');
  const before = clips.filter(({ earlier, state }) => earlier && state === 'done').length;
  const rest = [
    ...(before > 0 ? [`${before} of them bought before`] : []),
    ...(gone.length > 0 ? [`${gone.length} of them no longer on this machine`] : []),
    ...left.map((state) => `${count(state)} ${state.replaceAll('_', ' ')}`),
  ];
  const whole =
    picoFromUsd(committedUsd) > picoFromUsd(billedUsd) ? ` The whole batch has cost ${dollars(committedUsd)}.` : '';
  terminal.talk(
    `${[`${count('done')} of ${countText(clips.length, 'clip')} done`, ...rest].join(', ')}. Billed ${dollars(billedUsd)}.${whole}\n`,
  );
  for (const clip of clips) {
    if (clip.state !== 'unknown') continue;
    terminal.talk(
      `${clean(titleOf(clip))}: it is not known whether this clip was bought, so it is not bought again. Look at openrouter.ai/activity, then run: shotcaller jobs settle ${clip.job?.id ?? ''}\n`,
    );
  }
  for (const clip of gone) terminal.talk(`${clean(titleOf(clip))}: ${clean(clipProblem(clip) ?? '')}\n`);
  terminal.talk(`Contact sheet: ${reports.contactSheet}\n`);
  if (joinLine !== null && !flags.isOn('json') && clips.length <= mostJoined)
    terminal.talkWhole(
      `To join a take of each shot, the one with the most votes or the first, in that folder:\n${joinLine}\n`,
    );
  for (const line of nextStepLines(result, plan, localTime)) terminal.talk(`${line}\n`);
  return worstOf(clips.map(({ state, whyNot }) => codeOf(state, whyNot)));
}

/** What helps to get what is missing. What a limit left out is left out again by the same command. */
function nextStepLines({ clips, committedUsd }: BatchRun, plan: BatchPlan, localTime?: LocalTime): readonly string[] {
  const ofBudget = withThoseThatWait(clips, (whyNot) => isOverBudget(whyNot) === 'batch');
  const ofCap = withThoseThatWait(clips, (whyNot) => isOverBudget(whyNot) === 'cap');
  const again = clips.filter(
    (clip) => isWorthAnotherRun(clip.state, clip.whyNot?.code) && !ofBudget.has(clip) && !ofCap.has(clip),
  );
  const missing = new Set(clips.filter(({ state }) => state === 'not_bought').map(titleOf));
  const need = budgetNeed(
    plan.clips.filter((clip) => missing.has(titleOf(clip))),
    committedUsd,
  );
  return [
    ...(again.length > 0 ? ['To get what is missing, run the same command again; nothing is bought twice.'] : []),
    ...(ofBudget.size > 0 && plan.maxUsd !== undefined ? [leftOutText(ofBudget.size, need, plan.maxUsd)] : []),
    ...(ofCap.size > 0 ? [capText(ofCap, localTime)] : []),
  ];
}

/** Clips that were not bought for a reason, and those that wait for one of them. */
function withThoseThatWait(
  clips: BatchRun['clips'],
  isIt: (whyNot: WhyNotBought) => boolean,
): ReadonlySet<BatchRun['clips'][number]> {
  const found = new Set(clips.filter(({ whyNot }) => whyNot !== null && isIt(whyNot)));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    const shots = new Set([...found].map(({ shot }) => shot));
    for (const clip of clips) if (clip.whyNot?.code === 'waits_for' && shots.has(clip.whyNot.shot)) found.add(clip);
  }
  return found;
}

/** Whether the budget of the batch left a clip out, or a limit that stands for all jobs. */
function isOverBudget(whyNot: WhyNotBought): 'batch' | 'cap' | undefined {
  if (whyNot.code === 'over_batch_budget') return 'batch';
  if (whyNot.code === 'stopped') return whyNot.because === 'budget' ? 'cap' : undefined;
  if (whyNot.code !== 'refused' || whyNot.reason.code !== 'over_budget') return undefined;
  const { cap, setBy } = whyNot.reason;
  return cap === 'batch' ? 'batch' : setBy === 'job' ? undefined : 'cap';
}

/** A limit of the configuration, which clip it stopped is said above. */
function capText(clips: ReadonlySet<BatchRun['clips'][number]>, localTime: LocalTime | undefined): string {
  const reasons = [...clips].flatMap(({ whyNot }) =>
    whyNot?.code === 'refused' && whyNot.reason.code === 'over_budget' ? [whyNot.reason] : [],
  );
  const field = capFields[reasons[0]?.cap ?? ''];
  const renewsAt = reasons[0]?.renewsAt;
  const raise = field === undefined ? 'raise the limit' : `raise it: shotcaller config set ${field} DOLLARS`;
  const later =
    renewsAt === undefined ? '' : `run the same command again from ${renewalText(renewsAt, localTime)} on, or `;
  const shots = clips.size === 1 ? '1 shot' : countText(clips.size, 'shot');
  return `A spending limit kept ${shots} from being bought: ${later}${raise}. Nothing is bought twice.`;
}

const capFields: Readonly<Record<string, string>> = {
  job: 'caps.perJobUsd',
  day: 'caps.perDayUsd',
  month: 'caps.perMonthUsd',
};

/** What no model can make is not there the next time either. */
function isWorthAnotherRun(state: string, whyNot: string | undefined): boolean {
  if (state === 'failed' || state === 'under_way') return true;
  return (
    state === 'not_bought' && whyNot !== 'no_model' && whyNot !== 'request_refused' && whyNot !== 'cannot_continue'
  );
}

/** A line for more clips than this is no help. */
const mostJoined = 50;

function codeOf(state: string, whyNot: WhyNotBought | null): number {
  switch (state) {
    case 'done':
      return whyNot?.code === 'file_gone' ? exitCodes.failed : exitCodes.done;
    case 'unknown':
      return exitCodes.outcomeUnknown;
    case 'under_way':
      return exitCodes.underWay;
    case 'not_bought':
      return whyNot === null ? exitCodes.failed : codeOfReason(whyNot);
    default:
      return exitCodes.failed;
  }
}

function codeOfReason(whyNot: WhyNotBought): number {
  switch (whyNot.code) {
    case 'over_batch_budget':
    case 'changed':
      return exitCodes.overBudgetOrNotConfirmed;
    case 'stopped':
      return whyNot.because === 'budget' ? exitCodes.overBudgetOrNotConfirmed : exitCodes.failed;
    case 'refused': {
      const { code } = whyNot.reason;
      const isOfBudget = code === 'over_budget' || code === 'price_unknown_with_cap';
      return isOfBudget ? exitCodes.overBudgetOrNotConfirmed : exitCodes.failed;
    }
    case 'no_model':
    case 'request_refused':
    case 'cannot_continue':
      return exitCodes.noEligibleModel;
    case 'waits_for':
    case 'archived':
    case 'file_gone':
    case 'error':
      return exitCodes.failed;
    default:
      return whyNot satisfies never;
  }
}
