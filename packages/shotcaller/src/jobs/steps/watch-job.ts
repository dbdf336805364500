import type { Attempt } from '../job.ts';
import { type DownloadSettings, takeDownloadStep } from './download-step.ts';
import { moveAttempt } from './move.ts';
import { nextStep, type Step } from './next-step.ts';
import { type PollSettings, takePollStep } from './poll-step.ts';
import { settleStale } from './settle-stale.ts';
import type { StepContext } from './step-context.ts';

export interface WatchSettings extends PollSettings, DownloadSettings {}

/** Steps that look after what is bought already. Buying is not among them. */
export type WatchStep = Exclude<Step['kind'], 'reserve' | 'submit' | 'wait' | 'rest'>;

/**
 * Takes the steps of a job that are due, buying nothing: this is all that `resume` can reach. Answers when the next one is due,
 * or `undefined` when none of these steps can bring the job further.
 */
export async function watchAttempt(
  context: StepContext,
  settings: WatchSettings,
  id: string,
  signal?: AbortSignal,
): Promise<number | undefined> {
  return takeDueSteps(
    context,
    id,
    signal,
    (kind) => kind !== 'reserve' && kind !== 'submit',
    async (attempt, kind) =>
      kind === 'reserve' || kind === 'submit' ? undefined : takeWatchStep(context, settings, attempt, kind, signal),
  );
}

type StepKind = Exclude<Step['kind'], 'wait' | 'rest'>;

/** Reads the job, takes the step that is due, and again, until one is not due, is not `wanted`, or none is left. */
export async function takeDueSteps(
  context: StepContext,
  id: string,
  signal: AbortSignal | undefined,
  wanted: (kind: StepKind, attempt: Attempt) => boolean,
  take: (attempt: Attempt, kind: StepKind) => Promise<Attempt | undefined>,
): Promise<number | undefined> {
  let attempt = await context.store.attempt(id);
  while (attempt) {
    signal?.throwIfAborted();
    await context.checkpoint('step:boundary');
    const step = nextStep(attempt, { nowMs: context.clock.now(), owner: context.owner, isOwnerGone: context.isOwnerGone });
    if (step.kind === 'rest') return undefined;
    if (step.kind === 'wait') {
      if (step.why === 'leased') context.tell({ kind: 'waiting_for_other_process', attempt, untilMs: step.untilMs });
      // Whoever holds it may be done long before the lease ends.
      return step.why === 'leased' ? Math.min(step.untilMs, context.clock.now() + lookAgainMs) : step.untilMs;
    }
    if (!wanted(step.kind, attempt)) return undefined;
    const claimed: Attempt | undefined = await claim(context, attempt, step);
    const taken: Attempt | undefined = claimed && (await take(claimed, step.kind));
    attempt = taken ?? (await context.store.attempt(id));
  }
  return undefined;
}

const lookAgainMs = 1000;

/** Takes over a job whose owner let go or died, before doing anything with it: of two that try, one gets it. */
async function claim(context: StepContext, attempt: Attempt, step: Step): Promise<Attempt | undefined> {
  if (attempt.owner === context.owner || step.kind === 'mark_unknown' || step.kind === 'give_up') return attempt;
  const event = { what: 'taken_over', detail: { from: attempt.owner } };
  return moveAttempt(context, attempt, { change: {}, event });
}

export async function takeWatchStep(
  context: StepContext,
  settings: WatchSettings,
  attempt: Attempt,
  kind: WatchStep,
  signal?: AbortSignal,
): Promise<Attempt | undefined> {
  switch (kind) {
    case 'poll':
      return takePollStep(context, settings, attempt, signal);
    case 'download': {
      const job = await context.store.job(attempt.jobId);
      if (!job) throw new TypeError(`The ledger has no order ${attempt.jobId}.`);
      return takeDownloadStep(context, settings, attempt, job, signal);
    }
    case 'mark_unknown':
      return settleStale(context, attempt);
    case 'give_up':
      return moveAttempt(context, attempt, {
        change: { state: 'gave_up_watching', reason: { code: 'deadline_passed', deadlineAt: attempt.deadlineAt } },
        event: { what: 'gave_up_watching', detail: { code: 'deadline_passed' } },
      });
    default:
      kind satisfies never;
      throw new TypeError(`Not a step of watching: ${kind}`);
  }
}
