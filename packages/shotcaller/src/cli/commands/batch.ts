import { isAbsolute, join, resolve } from 'node:path';
import { dollars } from '@shotcaller/core';
import type { BatchPlanOptions } from '../../batch/batches.ts';
import type { ListDefaults } from '../../batch/list/read-shots.ts';
import type { ShotList } from '../../batch/list/shot.ts';
import type { BatchObjective } from '../../batch/optimise/optimise-batch.ts';
import type { BatchPlan } from '../../batch/plan/batch-plan.ts';
import type { PlanChange } from '../../batch/plan/plan-changes.ts';
import { readConfig } from '../../settings/read-config.ts';
import { readSettings } from '../../settings/settings.ts';
import { answerBatch } from '../batch-answer.ts';
import { batchPrinter } from '../batch-progress.ts';
import { askToSpend } from '../confirm-plan.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import { openOrdersText } from '../open-orders-of-batch.ts';
import type { FlagValues } from '../parse-arguments.ts';
import { preferencesOf } from '../preferences.ts';
import { countText, renderBatchPlan } from '../render/batch-plan.ts';
import { clean } from '../render/clean.ts';
import { requirementFields } from '../requirement-fields.ts';
import { readRequirementsFile } from '../requirements-file.ts';
import { type Service, withService } from '../service.ts';
import { UsageError } from '../usage-error.ts';
import { usdFlag } from '../usd-flag.ts';

/** `shotcaller batch`: read the list, plan it, show it, confirm the spend, buy each clip once, hand over files and reports. */
export async function run(context: CommandContext): Promise<number> {
  const { positionals, terminal, flags } = context;
  const [first, second] = positionals;
  if (first === undefined)
    throw new UsageError('batch needs a shot list: shotcaller batch shots.csv. See shotcaller help batch.');
  if (first === 'schema') {
    const { shotListJsonSchema } = await import('../../batch/list/shot-list-schema.ts');
    terminal.outJson(shotListJsonSchema());
    return exitCodes.done;
  }
  const settings = readBatchFlags(flags);
  if (first === 'run') {
    if (second === undefined)
      throw new UsageError(
        'batch run needs a plan: shotcaller batch run plan.json. Make one with shotcaller batch LIST --plan --json > plan.json.',
      );
    return runPlanFile(context, resolve(context.workingFolder, second), settings);
  }
  if (second !== undefined) throw new UsageError(`Name one list at a time; "${second}" is one argument too many.`);
  const defaults = await listDefaults(context);
  const { readShotListFile } = await import('../../batch/list/read-shot-list.ts');
  const name = flags.text('name');
  // Before the service is opened: a list that is wrong costs nothing, not even a request.
  const list = await readShotListFile(resolve(context.workingFolder, first), {
    defaults,
    ...(name !== undefined && { name }),
  });
  return withService(context, (service) => planAndRun(context, service, list, settings));
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
    totalUsd: usdToSpend(flags, 'total-usd'),
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
    maxUsd: usdToSpend(flags, 'max-usd') ?? limits.totalUsd,
    concurrency,
    optimise: isLimited
      ? { objective: objective ?? (limits.totalUsd === undefined ? 'cost' : 'quality'), ...limits }
      : undefined,
  };
}

function usdToSpend(flags: FlagValues, name: string): string | undefined {
  const amount = usdFlag(flags, name);
  if (amount !== '0') return amount;
  throw new UsageError(
    `--${name} ${flags.text(name)} buys nothing. Write an amount above 0, for example --${name} 7.50.`,
  );
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
  return withService(context, async (service) => {
    if (plan.service !== service.origin) {
      throw new UsageError(
        `The plan is for ${plan.service}, but clips would be bought from ${service.origin}. Nothing was bought. Plan again with: shotcaller batch LIST --plan`,
      );
    }
    const { planChanges, planChangeText } = await import('../../batch/plan/plan-changes.ts');
    const changes: readonly PlanChange[] = await planChanges(plan, service.choice);
    for (const change of changes) context.terminal.talk(`${clean(planChangeText(change))}\n`);
    if (changes.some(({ isInTheWay }) => isInTheWay)) {
      context.terminal.talk(
        'Nothing was bought: the plan is out of date. Plan again with: shotcaller batch LIST --plan\n',
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
    return confirmAndBuy(context, service, kept);
  });
}

async function confirmAndBuy(context: CommandContext, service: Service, plan: BatchPlan): Promise<number> {
  const { flags, terminal, workingFolder, signal } = context;
  const out = flags.text('out') ?? `${plan.name}-clips`;
  const outFolder = isAbsolute(out) ? out : join(workingFolder, out);
  const { checkOutFolder } = await import('../../batch/report/check-out-folder.ts');
  await checkOutFolder(outFolder);
  terminal.talk(`Clips go to ${outFolder}\n`);
  if (plan.total.toBuy > 0 && !(await isConfirmed(context, service, plan))) {
    terminal.talk('Nothing was bought: the spend was not confirmed. To confirm it, add --yes.\n');
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
    const code = answerBatch(context, result, plan);
    // What became of the batch is said, whether or not the ledger can be asked for more.
    terminal.talk(await openOrdersText(result, service).catch(() => ''));
    return code;
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
  const isBounded = maxUsd !== undefined && Number(maxUsd) < Number(total.highUsd);
  const unknown =
    total.unknownPrices > 0 ? `, and an unknown amount for ${countText(total.unknownPrices, 'clip')}` : '';
  const most = dollars(isBounded ? maxUsd : total.highUsd);
  return askToSpend(terminal, `up to ${most}${unknown} on ${countText(total.toBuy, 'clip')}?`);
}
