import { dollars } from '@shotcaller/core';
import type { BatchRun } from '../batch/batches.ts';
import type { WhyNotBought } from '../batch/run/clip-result.ts';
import { picoFromUsd } from '../jobs/money/pico.ts';
import type { CommandContext } from './context.ts';
import { exitCodes, worstOf } from './exit-codes.ts';
import { countText, titleOf } from './render/batch-plan.ts';
import { clean } from './render/clean.ts';

/** Says what became of a batch: files, counts, the bill, what to do next. Returns the exit code. */
export function answerBatch({ flags, terminal }: CommandContext, result: BatchRun): number {
  const { clips, billedUsd, committedUsd, manifest, reports, joinLine, detached, limits, refusals } = result;
  if (flags.isOn('json')) {
    terminal.out(
      `${JSON.stringify({ ...manifest, billedUsd, committedUsd, detached, limits, refusals, reports, joinLine }, null, 2)}\n`,
    );
  } else {
    for (const { file } of clips) if (file) terminal.out(`${file.path}\n`);
  }
  const count = (state: string) => clips.filter((clip) => clip.state === state).length;
  const left = ['failed', 'unknown', 'under_way', 'not_bought'].filter((state) => count(state) > 0);
  const before = clips.filter(({ earlier, state }) => earlier && state === 'done').length;
  const rest = [
    ...(before > 0 ? [`${before} of them bought before`] : []),
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
  terminal.talk(`Contact sheet: ${reports.contactSheet}\n`);
  if (joinLine !== null && !flags.isOn('json') && clips.length <= mostJoined)
    terminal.talkWhole(
      `To join a take of each shot, the one with the most votes or the first, in that folder:\n${joinLine}\n`,
    );
  if (clips.some(({ state, whyNot }) => isWorthAnotherRun(state, whyNot?.code)))
    terminal.talk('To get what is missing, run the same command again; nothing is bought twice.\n');
  return worstOf(clips.map(({ state, whyNot }) => codeOf(state, whyNot)));
}

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
      return exitCodes.done;
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
    case 'stopped':
      return exitCodes.overBudgetOrNotConfirmed;
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
    case 'error':
      return exitCodes.failed;
    default:
      return whyNot satisfies never;
  }
}
