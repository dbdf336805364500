import type { Job } from '../job.ts';
import { type DownloadSettings, takeDownloadStep } from './download-step.ts';
import { moveJob } from './move.ts';
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
export async function watchJob(
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
    async (job, kind) =>
      kind === 'reserve' || kind === 'submit' ? undefined : takeWatchStep(context, settings, job, kind, signal),
  );
}

type StepKind = Exclude<Step['kind'], 'wait' | 'rest'>;

/** Reads the job, takes the step that is due, and again, until one is not due, is not `wanted`, or none is left. */
export async function takeDueSteps(
  context: StepContext,
  id: string,
  signal: AbortSignal | undefined,
  wanted: (kind: StepKind, job: Job) => boolean,
  take: (job: Job, kind: StepKind) => Promise<Job | undefined>,
): Promise<number | undefined> {
  let job = await context.store.job(id);
  while (job) {
    signal?.throwIfAborted();
    await context.checkpoint('step:boundary');
    const step = nextStep(job, { nowMs: context.clock.now(), owner: context.owner, isOwnerGone: context.isOwnerGone });
    if (step.kind === 'rest') return undefined;
    if (step.kind === 'wait') {
      if (step.why === 'leased') context.tell({ kind: 'waiting_for_other_process', job, untilMs: step.untilMs });
      // Whoever holds it may be done long before the lease ends.
      return step.why === 'leased' ? Math.min(step.untilMs, context.clock.now() + lookAgainMs) : step.untilMs;
    }
    if (!wanted(step.kind, job)) return undefined;
    const claimed: Job | undefined = await claim(context, job, step);
    const taken: Job | undefined = claimed && (await take(claimed, step.kind));
    job = taken ?? (await context.store.job(id));
  }
  return undefined;
}

const lookAgainMs = 1000;

/** Takes over a job whose owner let go or died, before doing anything with it: of two that try, one gets it. */
async function claim(context: StepContext, job: Job, step: Step): Promise<Job | undefined> {
  if (job.owner === context.owner || step.kind === 'mark_unknown' || step.kind === 'give_up') return job;
  const event = { what: 'taken_over', detail: { from: job.owner } };
  return moveJob(context, job, { change: {}, event });
}

export async function takeWatchStep(
  context: StepContext,
  settings: WatchSettings,
  job: Job,
  kind: WatchStep,
  signal?: AbortSignal,
): Promise<Job | undefined> {
  switch (kind) {
    case 'poll':
      return takePollStep(context, settings, job, signal);
    case 'download': {
      const order = await context.store.order(job.orderId);
      if (!order) throw new TypeError(`The ledger has no order ${job.orderId}.`);
      return takeDownloadStep(context, settings, job, order, signal);
    }
    case 'mark_unknown':
      return settleStale(context, job);
    case 'give_up':
      return moveJob(context, job, {
        change: { state: 'gave_up_watching', reason: { code: 'deadline_passed', deadlineAt: job.deadlineAt } },
        event: { what: 'gave_up_watching', detail: { code: 'deadline_passed' } },
      });
    default:
      kind satisfies never;
      throw new TypeError(`Not a step of watching: ${kind}`);
  }
}
