import { isAbsolute, join, resolve } from 'node:path';
import { dollars } from '@shotcaller/core';
import type { BatchPlanOptions, BatchRun } from '../../batch/batches.ts';
import type { ListDefaults } from '../../batch/list/read-shots.ts';
import type { ShotList } from '../../batch/list/shot.ts';
import type { BatchObjective } from '../../batch/optimise/optimise-batch.ts';
import type { BatchPlan } from '../../batch/plan/batch-plan.ts';
import type { PlanChange } from '../../batch/plan/plan-changes.ts';
import type { WhyNotBought } from '../../batch/run/clip-result.ts';
import { picoFromUsd } from '../../jobs/money/pico.ts';
import { readConfig } from '../../settings/read-config.ts';
import { readSettings } from '../../settings/settings.ts';
import { batchPrinter } from '../batch-progress.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes, worstOf } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import type { FlagValues } from '../parse-arguments.ts';
import { preferencesOf } from '../preferences.ts';
import { countText, renderBatchPlan, titleOf } from '../render/batch-plan.ts';
import { clean } from '../render/clean.ts';
import { requirementFields } from '../requirement-fields.ts';
import { readRequirementsFile } from '../requirements-file.ts';
import { openService, type Service } from '../service.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller batch`: read the list, plan it, show it, confirm the spend, buy each clip once, hand over files and reports. */
export async function run(context: CommandContext): Promise<number> {
  const { positionals, terminal, flags } = context;
  const [first, second] = positionals;
  if (first === undefined)
    throw new UsageError('Which list? Write shotcaller batch shots.csv, or see shotcaller help batch.');
  if (first === 'schema') {
    const { shotListJsonSchema } = await import('../../batch/list/shot-list-schema.ts');
    terminal.out(`${JSON.stringify(shotListJsonSchema(), null, 2)}\n`);
    return exitCodes.done;
  }
  const settings = readBatchFlags(flags);
  if (first === 'run') {
    if (second === undefined) throw new UsageError('Which plan? Write shotcaller batch run plan.json.');
    return runPlanFile(context, resolve(context.workingFolder, second), settings);
  }
  if (second !== undefined) throw new UsageError(`One list at a time: what is "${second}"?`);
  const defaults = await listDefaults(context);
  const { readShotListFile } = await import('../../batch/list/read-shot-list.ts');
  const name = flags.text('name');
  // Before the service is opened: a list that is wrong costs nothing, not even a request.
  const list = await readShotListFile(resolve(context.workingFolder, first), {
    defaults,
    ...(name !== undefined && { name }),
  });
  const service = await openService(context);
  try {
    return await planAndRun(context, service, list, settings);
  } finally {
    await service.close();
  }
}

interface BatchSettings {
  readonly maxUsd: string | undefined;
  readonly concurrency: number | undefined;
  readonly optimise: BatchObjective | undefined;
}

function readBatchFlags(flags: FlagValues): BatchSettings {
  const concurrency = flags.text('concurrency') === 'auto' ? undefined : wholeNumberFlag(flags, 'concurrency', 1, 1000);
  const objective = flags.text('objective');
  const limits = {
    totalUsd: usdFlag(flags, 'total-usd'),
    meanQuality: wholeNumberFlag(flags, 'mean-quality', 500, 2500),
    finishSeconds: wholeNumberFlag(flags, 'finish-by', 1, 604_800),
  };
  const isLimited = Object.values(limits).some((limit) => limit !== undefined);
  if (objective !== undefined && objective !== 'quality' && objective !== 'cost') {
    throw new UsageError(`--objective ${objective} is neither quality nor cost.`);
  }
  if (objective !== undefined && !isLimited) {
    throw new UsageError('--objective needs a limit: --total-usd, --mean-quality or --finish-by.');
  }
  return {
    maxUsd: usdFlag(flags, 'max-usd') ?? limits.totalUsd,
    concurrency,
    optimise: isLimited
      ? { objective: objective ?? (limits.totalUsd === undefined ? 'cost' : 'quality'), ...limits }
      : undefined,
  };
}

function usdFlag(flags: FlagValues, name: string): string | undefined {
  const text = flags.text(name)?.replace(/^\$/, '');
  if (text === undefined) return undefined;
  if (/^\d{1,9}(\.\d{1,6})?$/.test(text) && Number(text) > 0) return text;
  throw new UsageError(`--${name} ${text} is no amount of dollars, for example 20 or 7.50.`);
}

/** What flags and settings say of every shot that does not say it itself. */
async function listDefaults(context: CommandContext): Promise<ListDefaults> {
  const { flags, environment } = context;
  const { defaultProfile } = await readConfig(readSettings(environment).home);
  const { maxUsd: _, ...fields } = await requirementFields(flags);
  const file = await readRequirementsFile(context);
  const fallback = wholeNumberFlag(flags, 'fallback', 0, 20);
  const takes = wholeNumberFlag(flags, 'takes', 1, 10);
  return {
    fields: { ...file, ...fields },
    preferences: preferencesOf(flags),
    defaultProfile: defaultProfile ?? undefined,
    model: flags.text('model') ?? null,
    ...(fallback !== undefined && { fallback }),
    ...(takes !== undefined && { takes }),
  };
}

async function planAndRun(
  context: CommandContext,
  service: Service,
  list: ShotList,
  { maxUsd, concurrency, optimise }: BatchSettings,
): Promise<number> {
  const { flags, terminal } = context;
  const options: BatchPlanOptions = { maxUsd, concurrency, ...(optimise && { optimise }) };
  const plan = await service.shotcaller.batch.plan(list, options);
  if (!flags.isOn('plan')) {
    terminal.talk(renderBatchPlan(plan, terminal.columns));
    return confirmAndBuy(context, service, plan);
  }
  if (flags.isOn('json')) {
    const { planText } = await import('../../batch/plan/plan-file.ts');
    terminal.out(planText(plan));
  } else terminal.show(renderBatchPlan(plan, terminal.columns));
  return plan.total.impossible > 0 ? exitCodes.noEligibleModel : exitCodes.done;
}

async function runPlanFile(context: CommandContext, path: string, settings: BatchSettings): Promise<number> {
  const { readPlanFile } = await import('../../batch/plan/plan-file.ts');
  const plan = await readPlanFile(path);
  const service = await openService(context);
  try {
    if (plan.service !== service.origin) {
      throw new UsageError(
        `The plan is for ${plan.service}; clips would be bought of ${service.origin}. Nothing was bought.`,
      );
    }
    const { planChanges, planChangeText } = await import('../../batch/plan/plan-changes.ts');
    const changes: readonly PlanChange[] = await planChanges(plan, service.choice);
    for (const change of changes) context.terminal.talk(`${clean(planChangeText(change))}\n`);
    if (changes.some(({ isInTheWay }) => isInTheWay)) {
      context.terminal.talk(
        'Nothing was bought: this is not the plan that was shown. Plan again with: shotcaller batch LIST --plan\n',
      );
      return exitCodes.overBudgetOrNotConfirmed;
    }
    const { maxUsd = plan.maxUsd, concurrency = plan.concurrency } = settings;
    const kept: BatchPlan = {
      ...plan,
      ...(maxUsd !== undefined && { maxUsd }),
      ...(concurrency !== undefined && { concurrency }),
    };
    context.terminal.talk(renderBatchPlan(kept, context.terminal.columns));
    return await confirmAndBuy(context, service, kept);
  } finally {
    await service.close();
  }
}

async function confirmAndBuy(context: CommandContext, service: Service, plan: BatchPlan): Promise<number> {
  const { flags, terminal, workingFolder, signal } = context;
  const out = flags.text('out') ?? `${plan.name}-clips`;
  const outFolder = isAbsolute(out) ? out : join(workingFolder, out);
  const { checkOutFolder } = await import('../../batch/report/check-out-folder.ts');
  await checkOutFolder(outFolder);
  terminal.talk(`Clips go to ${outFolder}\n`);
  if (plan.total.toBuy > 0 && !(await isConfirmed(context, service, plan))) {
    terminal.talk('Nothing was bought: the spend was not confirmed. --yes confirms it.\n');
    return exitCodes.overBudgetOrNotConfirmed;
  }
  const printer = await batchPrinter(terminal, {
    maxUsd: plan.maxUsd,
    timeLeft: (progress) => service.shotcaller.batch.timeLeft(progress, plan.concurrency),
    now: service.now,
    signal,
  });
  const watchSeconds = wholeNumberFlag(flags, 'watch-seconds', 1, 604_800);
  try {
    const result = await service.shotcaller.batch.run(plan, {
      outFolder,
      signal,
      failFast: flags.isOn('fail-fast'),
      watch: flags.isOn('watch'),
      sidecar: flags.isOn('sidecar'),
      ...(watchSeconds !== undefined && { watchSeconds }),
      onProgress: printer.tell,
    });
    printer.end();
    return answer(context, result);
  } finally {
    printer.end();
  }
}

async function isConfirmed(
  { flags, terminal }: CommandContext,
  { simulated }: Service,
  { total, maxUsd }: BatchPlan,
): Promise<boolean> {
  if (simulated || flags.isOn('yes')) return true;
  if (!terminal.interactive) {
    terminal.talk('Nobody is there to confirm the spend. Add --yes to buy, and --max-usd to bound it.\n');
    return false;
  }
  const isBounded = maxUsd !== undefined && Number(maxUsd) < Number(total.highUsd);
  const unknown =
    total.unknownPrices > 0 ? `, and an unknown amount for ${countText(total.unknownPrices, 'clip')}` : '';
  return terminal.ask(
    `Spend up to ${dollars(isBounded ? maxUsd : total.highUsd)}${unknown} on ${countText(total.toBuy, 'clip')}? [y/N] `,
  );
}

function answer({ flags, terminal }: CommandContext, result: BatchRun): number {
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
      `${clean(titleOf(clip))}: whether it was bought is not known, and it is not bought again. Look at openrouter.ai/activity, then: shotcaller jobs settle ${clip.job?.id ?? ''}\n`,
    );
  }
  terminal.talk(`Contact sheet: ${reports.contactSheet}\n`);
  if (joinLine !== null && !flags.isOn('json') && clips.length <= mostJoined)
    terminal.talkWhole(
      `To join a take of each shot, the one with the most votes or the first, in that folder:\n${joinLine}\n`,
    );
  if (clips.some(({ state, whyNot }) => isWorthAnotherRun(state, whyNot?.code)))
    terminal.talk('Run the same command again to get what is missing; nothing is bought twice.\n');
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
