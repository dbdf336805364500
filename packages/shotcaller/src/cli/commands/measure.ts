import {
  type Brief,
  counted,
  dollars,
  type MeasurementPlan,
  type MeasurementStep,
  measurementPlan,
} from '@shotcaller/core';
import Big from 'big.js';
import type { AttemptResult } from '../../jobs/job-result.ts';
import { commandBrief } from '../command-brief.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import type { FlagValues } from '../parse-arguments.ts';
import { progressPrinter } from '../progress.ts';
import { clean } from '../render/clean.ts';
import { renderRun } from '../render/run-result.ts';
import { renderSelection } from '../render/selection.ts';
import { type Service, withService } from '../service.ts';
import { UsageError } from '../usage-error.ts';
import { usdFlag } from '../usd-flag.ts';

/** `shotcaller measure --budget 2`: which test clips are worth their price; `--yes` buys them, and says what was learned. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal, positionals } = context;
  const [sentence] = positionals;
  const budgetUsd = readBudget(flags);
  const clips = wholeNumberFlag(flags, 'clips', 1, 10_000_000) ?? usualClips;
  const isToBuy = flags.isOn('yes');
  const { brief } = await commandBrief(context, { toBuy: isToBuy, ...(sentence !== undefined && { sentence }) });
  return withService(context, async (service) => {
    const plan = measurementPlan(brief, await service.choice.ground(), { budgetUsd: Number(budgetUsd), clips });
    if (plan.pick === null) {
      const selection = await service.choice.select(brief);
      terminal.talk(renderSelection(selection, { ...terminal, now: context.clock.now() }));
      return exitCodes.noEligibleModel;
    }
    if (!isToBuy || plan.steps.length === 0) {
      if (flags.isOn('json')) terminal.outJson(plan);
      else terminal.show(`${planText(plan, clips)}\n`);
      if (plan.steps.length > 0) terminal.talk('Nothing was bought. To buy these clips, add --yes.\n');
      return exitCodes.done;
    }
    if (!flags.isOn('json')) terminal.talk(`${planText(plan, clips)}\n`);
    return buy(plan, brief, budgetUsd, context, service);
  });
}

/** How many clips a test clip has to pay for, where nothing is said. */
const usualClips = 20;

function readBudget(flags: FlagValues): string {
  const budgetUsd = usdFlag(flags, 'budget');
  if (budgetUsd === undefined) throw new UsageError('measure needs a budget: shotcaller measure --budget 2.');
  if (Number(budgetUsd) > 0) return budgetUsd;
  throw new UsageError('--budget 0 buys no test clip. Give an amount above 0, for example --budget 2.50.');
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

/** What a clip after others adds is reckoned without knowing what those said, so only the first speaks of the chance itself. */
function stepText(
  { kind, model, against, usd, chanceRightBefore, chanceRightAfter, savesUsd }: MeasurementStep,
  clips: number,
  isFirst = true,
): string {
  const what =
    kind === 'vote' ? `a vote between ${clean(model)} and ${clean(against ?? '')}, a clip of both` : clean(model);
  const points = Math.max(0, Math.round(100 * (chanceRightAfter - chanceRightBefore)));
  const chance = isFirst
    ? `the chance that the pick is right goes from ${percent(chanceRightBefore)} to ${percent(chanceRightAfter)}`
    : `the chance rises by about ${counted(points, 'more point')}`;
  return `${what} for ${dollars(String(usd))}: ${chance}; worth ${dollars(savesUsd.toFixed(4))} over ${counted(clips, 'clip')}`;
}

function planText({ pick, steps, notWorthIt, beyondBudget, totalUsd }: MeasurementPlan, clips: number): string {
  const head = `Pick now  ${clean(pick ?? '')}`;
  if (steps.length > 0) {
    const lines = steps.map((step, index) => `${index + 1}. ${stepText(step, clips, index === 0)}`);
    return [head, 'Test clips that are worth their price:', ...lines, `Together  ${dollars(totalUsd.toFixed(6))}`].join(
      '\n',
    );
  }
  if (notWorthIt)
    return [head, 'Not worth it. The best test clip would be', `   ${stepText(notWorthIt, clips)}`].join('\n');
  if (beyondBudget) {
    const enough = new Big(beyondBudget.usd).round(2, Big.roundUp).toFixed(2);
    return [
      head,
      'No test clip that is worth its price fits the budget. The best one would be',
      `   ${stepText(beyondBudget, clips)}`,
      `--budget ${enough} pays for it.`,
    ].join('\n');
  }
  return [head, 'Not worth it: no test clip within the budget would change what is known of the pick.'].join('\n');
}

/** The models of the clips that a step takes: a vote needs a fresh clip of each, since one clip speaks of itself only once. */
const clipsOf = ({ kind, model, against }: MeasurementStep): readonly string[] =>
  kind === 'vote' && against !== undefined ? [model, against] : [model];

/** What a job may have cost at most: a bill that is not known counts as what was held for it. */
function spentUsd({ attempts }: { readonly attempts: readonly AttemptResult[] }, leftUsd: Big): Big {
  return attempts
    .filter(({ status, submits }) => status !== 'refused' && submits > 0)
    .reduce((sum, { billedUsd, quotedHighUsd }) => sum.plus(billedUsd ?? quotedHighUsd ?? leftUsd), new Big(0));
}

async function buy(
  plan: MeasurementPlan,
  brief: Brief,
  budgetUsd: string,
  context: CommandContext,
  { shotcaller, choice, simulated, now }: Service,
): Promise<number> {
  const { terminal, flags, signal, workingFolder, localTime } = context;
  let left = new Big(budgetUsd);
  const bought: object[] = [];
  let code: number = exitCodes.done;
  const comparisons: (readonly [string, string])[] = [];
  measuring: for (const step of plan.steps) {
    const jobs: string[] = [];
    for (const model of clipsOf(step)) {
      const progress = await progressPrinter(terminal, { now, signal });
      const result = await shotcaller
        .run(brief.requirements, {
          model,
          // What is left of the budget bounds every clip by itself, whatever the clips before it cost.
          maxUsd: left.toFixed(),
          output: flags.text('output') ?? `${workingFolder}/`,
          onProgress: progress.tell,
          signal,
        })
        .finally(() => progress.end());
      const { status } = result;
      const billedUsd = 'billedUsd' in result ? result.billedUsd : null;
      bought.push({ model, status, id: result.id, billedUsd });
      if ('attempts' in result) {
        terminal.talk(renderRun(result, { simulated, localTime }).talk);
      }
      if (status !== 'done') code = status === 'unknown' ? exitCodes.outcomeUnknown : exitCodes.failed;
      // An outcome that is not known may be a bill of the whole price.
      if (status === 'unknown' || signal.aborted) break measuring;
      if ('attempts' in result) left = left.minus(spentUsd(result, left));
      // One clip of a vote alone says nothing of the other.
      if (status !== 'done') break;
      jobs.push(result.id);
      if (left.lte(0)) break;
    }
    const [one, other] = jobs;
    if (one !== undefined && other !== undefined) comparisons.push([one, other]);
    if (left.lte(0)) break;
  }
  for (const [one, other] of comparisons) {
    terminal.talk(`Say which clip is better, without seeing the models: shotcaller compare ${one} ${other}\n`);
  }
  choice.noteNews();
  const after = await choice.select(brief);
  if (flags.isOn('json')) {
    terminal.outJson({ pickBefore: plan.pick, pickAfter: after.pick, bought });
  } else {
    const change =
      after.pick === plan.pick
        ? `stays ${clean(plan.pick ?? '')}`
        : `was ${clean(plan.pick ?? '')} and is now ${clean(after.pick ?? 'none')}`;
    terminal.show(`The pick ${change}.\n`);
  }
  return code;
}
