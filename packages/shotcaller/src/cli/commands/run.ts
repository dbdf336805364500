import { type ProfileName, parseRequirements } from '@shotcaller/core';
import type { RunOptions, RunResult } from '../../shotcaller.ts';
import { confirmSpend } from '../confirm-spend.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import { progressPrinter } from '../progress.ts';
import { rankingOptions } from '../ranking-options.ts';
import { exitCodeOf, renderRun } from '../render/run-result.ts';
import { renderSelection } from '../render/selection.ts';
import { requirementInput } from '../requirement-input.ts';
import { openService, type Service } from '../service.ts';

/** `shotcaller run`: pick, preview, confirm the spend, submit once, wait, download, verify, account. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal, positionals } = context;
  const { input, profile } = await requirementInput(context, positionals[0]);
  const requirements = parseRequirements(input);
  if (flags.isOn('check-inputs')) {
    const { checkInputs } = await import('../check-inputs.ts');
    if (!(await checkInputs(requirements, context))) return exitCodes.failed;
  }
  const service = await openService(context);
  const progress = progressPrinter(terminal, service.now);
  try {
    const result = await service.shotcaller.run(requirements, runOptions(context, service, profile, progress.tell));
    progress.end();
    return answer(result, context, service);
  } finally {
    progress.end();
    await service.close();
  }
}

function runOptions(
  context: CommandContext,
  { simulated }: Service,
  profile: ProfileName | undefined,
  onProgress: RunOptions['onProgress'],
): RunOptions {
  const { flags, signal } = context;
  const { method: _method, ...ranking } = rankingOptions(flags, profile);
  const model = flags.text('model');
  const key = flags.text('key');
  const fallback = wholeNumberFlag(flags, 'fallback', 0, 20);
  const watchSeconds = wholeNumberFlag(flags, 'watch-seconds', 1, 604_800);
  return {
    ...ranking,
    ...(model === undefined || model === 'auto' ? {} : { model }),
    ...(key === undefined ? {} : { key }),
    ...(fallback === undefined ? {} : { fallback }),
    ...(watchSeconds === undefined ? {} : { watchSeconds }),
    output: flags.text('output') ?? `${context.workingFolder}/`,
    overwrite: flags.isOn('overwrite'),
    sidecar: flags.isOn('sidecar'),
    allowTwoBills: flags.isOn('allow-two-bills'),
    confirm: (plan, attempt) => confirmSpend(plan, attempt, { simulated, context }),
    ...(onProgress ? { onProgress } : {}),
    signal,
  };
}

function answer(result: RunResult, { flags, terminal, clock }: CommandContext, { simulated }: Service): number {
  if (flags.isOn('json')) terminal.out(`${JSON.stringify(result, null, 2)}\n`);
  else if (result.status === 'no_eligible_model') {
    terminal.talk(
      renderSelection(result.selection as Parameters<typeof renderSelection>[0], { ...terminal, now: clock.now() }),
    );
  } else if (result.status === 'not_confirmed') {
    terminal.talk('Nothing was bought: the spend was not confirmed. --yes confirms it.\n');
  } else {
    const { talk, out } = renderRun(result, { simulated });
    terminal.talk(talk);
    terminal.out(out);
  }
  return exitCodeOf(result);
}
