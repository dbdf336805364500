import { takeReserveStep } from './reserve-step.ts';
import type { StepContext } from './step-context.ts';
import { type SubmitSettings, takeSubmitStep } from './submit-step.ts';
import { takeDueSteps, takeWatchStep, type WatchSettings } from './watch-job.ts';

export interface CarrySettings {
  readonly submit: SubmitSettings;
  readonly watch: WatchSettings;
}

/**
 * Takes the steps of a job that are due, buying included; with `onlySubmit` nothing after
 * that. Answers when the next one is due, or `undefined` when none is left.
 */
export async function carryAttempt(
  context: StepContext,
  { submit, watch }: CarrySettings,
  id: string,
  signal?: AbortSignal,
  { onlySubmit = false }: { readonly onlySubmit?: boolean } = {},
): Promise<number | undefined> {
  const wanted = (kind: string) => !onlySubmit || kind === 'reserve' || kind === 'submit';
  return takeDueSteps(context, id, signal, wanted, async (attempt, kind) => {
    switch (kind) {
      case 'reserve': {
        const job = await context.store.job(attempt.jobId);
        if (!job) throw new TypeError(`The ledger has no order ${attempt.jobId}.`);
        return takeReserveStep(context, attempt, job);
      }
      case 'submit':
        return takeSubmitStep(context, submit, attempt);
      default:
        return takeWatchStep(context, watch, attempt, kind, signal);
    }
  });
}
