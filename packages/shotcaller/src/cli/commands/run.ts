import { dirname } from 'node:path';
import { type Brief, jobReasonSentence, type Plan } from '@shotcaller/core';
import { expectedPlace } from '../../files/expected-place.ts';
import type { JobFile } from '../../files/job-file.ts';
import { wantedPlace } from '../../files/target.ts';
import { isoOf } from '../../iso-time.ts';
import { checkTarget } from '../../jobs/check-target.ts';
import type { BudgetCheck } from '../../jobs/money/check-budget.ts';
import type { RunOptions, RunResult } from '../../shotcaller.ts';
import { askedFile } from '../asked-file.ts';
import { commandBrief } from '../command-brief.ts';
import { confirmPlan, showPlan } from '../confirm-plan.ts';
import type { CommandContext } from '../context.ts';
import { demandPrompt } from '../demand-prompt.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import { nextStepText, planForCommand } from '../plan-command.ts';
import { progressPrinter } from '../progress.ts';
import { clean } from '../render/clean.ts';
import { jobNextStep } from '../render/job-next-step.ts';
import { printNotRecorded } from '../render/not-recorded.ts';
import { printOtherOrder } from '../render/other-order.ts';
import { exitCodeOf, renderRun } from '../render/run-result.ts';
import { renderSelection } from '../render/selection.ts';
import { openService, type Service } from '../service.ts';
import { settleDoubts } from '../settle-doubts.ts';
import { talkOfUnlistedNames } from '../unlisted-names.ts';

/** `shotcaller run`: plan, show it, confirm the spend, submit once, wait, download, verify, account. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, positionals } = context;
  const [sentence] = positionals;
  const said = await commandBrief(context, { toBuy: true, ...(sentence !== undefined && { sentence }) });
  if (flags.isOn('check-inputs')) {
    const { checkInputs } = await import('../check-inputs.ts');
    if (!(await checkInputs(said.brief.requirements, context))) return exitCodes.failed;
  }
  // What is wrong with a flag is told before anything is opened.
  const asSaid = runOptions(context, said.brief);
  if (!flags.isOn('key')) demandPrompt('run', said);
  const service = await openService(context);
  try {
    const { brief } = await settleDoubts(said, service.choice, context);
    const options = brief === said.brief ? asSaid : runOptions(context, brief);
    const { key } = options;
    const known = key !== undefined && (await service.ledger.findRepeat(service.origin, '', { by: 'key', key }));
    // Nothing is bought for a key that is known, so there is nothing to confirm.
    if (known)
      return await answer(await carry(context, service, brief, { ...options, confirmUsd: '0' }), context, service);
    return await planAndBuy(context, service, brief, options);
  } catch (error) {
    printNotRecorded(error, context);
    printOtherOrder(error, context);
    throw error;
  } finally {
    await service.close();
  }
}

async function planAndBuy(
  context: CommandContext,
  service: Service,
  brief: Brief,
  options: RunOptions,
): Promise<number> {
  const { choice, lookAtPictures, simulated } = service;
  talkOfUnlistedNames((await choice.ground()).catalog, brief.requirements, context);
  const planned = await planForCommand(choice, brief, context, lookAtPictures);
  if (planned.kind === 'refused') {
    context.terminal.talk(nextStepText(planned, brief, 'Nothing was bought'));
    return exitCodes.noEligibleModel;
  }
  if (planned.kind === 'no_plan') {
    return answer({ status: 'no_eligible_model', id: null, files: [], selection: planned.selection }, context, service);
  }
  const { output = `${context.workingFolder}/` } = options;
  checkTarget(output, context.workingFolder);
  const { maxUsd } = brief.requirements;
  const { left, refusal } = await service.shotcaller.checkBudget(
    planned.price.highUsd,
    maxUsd === undefined ? {} : { maxUsd },
  );
  const { fallback = 0, allowTwoBills = false, overwrite = false } = options;
  // Further attempts are other models.
  const known = fallback === 0 ? { model: planned.model, number: 1 } : {};
  const place = expectedPlace(
    { ...known, createdAt: isoOf(service.now()) },
    { output, folder: context.workingFolder, overwrite },
  );
  showPlan(planned, brief, { simulated, place, left }, context);
  if (simulated || context.flags.isOn('yes')) {
    return answer(await carry(context, service, brief, { ...options, plan: planned }), context, service);
  }
  // Nobody is asked to confirm what a cap forbids.
  if (refusal)
    return answer({ status: 'over_budget', id: null, files: [], reason: refusal, plan: planned }, context, service);
  if (!(await confirmPlan(planned, { fallback, allowTwoBills }, context))) {
    return answer({ status: 'not_confirmed', id: null, files: [], plan: planned }, context, service);
  }
  const { highUsd } = planned.price;
  const bought = { ...options, plan: planned, ...(highUsd !== null && { confirmUsd: highUsd }) };
  return answer(await carry(context, service, brief, bought), context, service);
}

/** Opens the job, or finds the one that it repeats, and brings it to its end, telling how it goes. */
async function carry(
  { terminal, signal }: CommandContext,
  { shotcaller, now }: Service,
  { requirements }: Brief,
  options: RunOptions,
): Promise<RunResult> {
  const progress = await progressPrinter(terminal, { now, signal });
  try {
    return await shotcaller.run(requirements, { ...options, onProgress: progress.tell, signal });
  } finally {
    progress.end();
  }
}

function runOptions({ flags, workingFolder }: CommandContext, { preferences, model }: Brief): RunOptions {
  const key = flags.text('key');
  const fallback = wholeNumberFlag(flags, 'fallback', 0, 20);
  const watchSeconds = wholeNumberFlag(flags, 'watch-seconds', 1, 604_800);
  return {
    ...preferences,
    ...(model === null ? {} : { model }),
    ...(key === undefined ? {} : { key }),
    ...(fallback === undefined ? {} : { fallback }),
    ...(watchSeconds === undefined ? {} : { watchSeconds }),
    output: flags.text('output') ?? `${workingFolder}/`,
    overwrite: flags.isOn('overwrite'),
    sidecar: flags.isOn('sidecar'),
    allowTwoBills: flags.isOn('allow-two-bills'),
  };
}

/** A cap would refuse the order; nothing was recorded. */
interface OverBudgetResult {
  readonly status: 'over_budget';
  readonly id: null;
  readonly files: readonly [];
  readonly reason: NonNullable<BudgetCheck['refusal']>;
  readonly plan: Plan;
}

async function answer(
  result: RunResult | OverBudgetResult,
  { flags, terminal, clock, localTime, workingFolder }: CommandContext,
  { simulated, ledger }: Service,
): Promise<number> {
  if (flags.isOn('json')) terminal.outJson(shownResult(result));
  else if (result.status === 'no_eligible_model') {
    terminal.talk(`${renderSelection(result.selection, { ...terminal, now: clock.now() })}Nothing was bought.\n`);
  } else if (result.status === 'over_budget') {
    terminal.talk(`${jobReasonSentence(result.reason, { localTime })} ${jobNextStep(result.reason, '')}`.trimEnd());
    terminal.talk('\n');
  } else if (result.status === 'request_refused') {
    terminal.talk(`${clean(result.plan.model)} would refuse this request. Nothing was bought.\n`);
  } else if (result.status === 'not_confirmed') {
    terminal.talk('Nothing was bought: the spend was not confirmed. To confirm it, add --yes.\n');
  } else {
    const asked = await askedFile(ledger, result.id, workingFolder);
    const elsewhere = result.repeated
      ? otherPlace(result.files, asked, flags.text('output'), workingFolder)
      : undefined;
    const { talk, out } = renderRun(result, { simulated, localTime, asked, elsewhere });
    terminal.talk(talk);
    terminal.out(out);
  }
  return result.status === 'over_budget' ? exitCodes.overBudgetOrNotConfirmed : exitCodeOf(result);
}

/** Where a repeated order wants its clip, as it was written; `undefined`: where the first job puts it. */
function otherPlace(
  [first]: readonly JobFile[],
  asked: string | undefined,
  output: string | undefined,
  workingFolder: string,
): string | undefined {
  if (output === undefined) return undefined;
  const { path, isFolder } = wantedPlace({}, { output, folder: workingFolder });
  const isThere = isFolder ? first && dirname(first.path) === path : path === asked || path === first?.path;
  return isThere ? undefined : output;
}

/** As `--json` prints it: a plan that was not confirmed without the selection that it comes from, which `pick --json` prints. */
function shownResult(result: RunResult | OverBudgetResult): object {
  return 'plan' in result ? { ...result, plan: shownPlan(result.plan) } : result;
}

function shownPlan({ model, price, body, expectedTime, clip }: Plan) {
  return { model, price, body, expectedTime, clip };
}
