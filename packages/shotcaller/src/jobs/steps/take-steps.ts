import type { Attempt, Job } from '../job.ts';
import { lostJob } from '../no-such-job.ts';
import { traceStep } from '../tracing/trace-job.ts';
import { type DownloadSettings, takeDownloadStep } from './download-step.ts';
import { holdLease } from './hold-lease.ts';
import { moveAttempt } from './move.ts';
import { nextStep, type Step } from './next-step.ts';
import { type PollSettings, takePollStep } from './poll-step.ts';
import { settleStale } from './settle-stale.ts';
import type { StepContext } from './step-context.ts';
import { type SubmitSettings, takeSubmitStep } from './submit-step.ts';

export interface StepSettings {
  readonly submit: SubmitSettings;
  readonly watch: PollSettings & DownloadSettings;
}

type StepKind = Exclude<Step['kind'], 'wait' | 'rest'>;

/**
 * Reads the attempt, takes the step that is due, and again, until one is not due or none is left. Answers when the next one is due
 * (milliseconds since 1970), or `undefined` when no step can bring the attempt further by itself.
 */
export async function takeSteps(
  context: StepContext,
  settings: StepSettings,
  attemptId: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  let attempt = await context.ledger.attempt(attemptId);
  let hasStepped = false;
  while (attempt) {
    signal.throwIfAborted();
    await context.checkpoint('step:boundary');
    const { worker, isWorkerGone } = context;
    const nowMs = context.clock.now();
    const step = nextStep(attempt, { nowMs, worker, isWorkerGone, hasStepped });
    if (step.kind === 'rest') return undefined;
    if (step.kind === 'wait') {
      if (step.why !== 'leased') return step.untilMs;
      context.tell({ kind: 'waiting_for_other_process', attempt, untilMs: step.untilMs });
      // Whoever holds it may be done long before the lease ends.
      return Math.min(step.untilMs, context.clock.now() + lookAgainMs);
    }
    const claimed: Attempt | undefined = await claim(context, attempt, step);
    const taken: Attempt | undefined =
      claimed &&
      (await traceStep(context, step.kind, claimed, () => takeStep(context, settings, claimed, step.kind, signal)));
    // A clock that was put back meanwhile may have set it before.
    hasStepped = taken !== undefined && context.clock.now() >= nowMs;
    attempt = taken ?? (await context.ledger.attempt(attemptId));
  }
  return undefined;
}

const lookAgainMs = 1000;

/** Takes over an attempt whose worker let go or died, before doing anything with it: of two that try, one gets it. */
async function claim(context: StepContext, attempt: Attempt, step: Step): Promise<Attempt | undefined> {
  if (attempt.worker === context.worker || step.kind === 'mark_unknown' || step.kind === 'give_up') return attempt;
  const event = { what: 'taken_over', detail: { from: attempt.worker } } as const;
  return moveAttempt(context, attempt, { change: {}, event });
}

async function takeStep(
  context: StepContext,
  { submit, watch }: StepSettings,
  attempt: Attempt,
  kind: StepKind,
  signal: AbortSignal,
): Promise<Attempt | undefined> {
  switch (kind) {
    case 'submit':
      return takeSubmitStep(context, submit, attempt, await jobOf(context, attempt));
    case 'poll':
      return takePollStep(context, watch, attempt, signal);
    case 'download':
      return holdLease(context, attempt, signal, async (held) =>
        takeDownloadStep(context, watch, attempt, await jobOf(context, attempt), held),
      );
    case 'mark_unknown':
      return settleStale(context, attempt);
    case 'give_up':
      return attempt.completedAt === null ? stopWatching(context, attempt) : stopFetching(context, attempt);
    default:
      return kind satisfies never;
  }
}

async function stopWatching(context: StepContext, attempt: Attempt): Promise<Attempt | undefined> {
  return moveAttempt(context, attempt, {
    change: { state: 'gave_up_watching', reason: { code: 'deadline_passed', deadlineAt: attempt.deadlineAt } },
    event: { what: 'gave_up_watching', detail: { code: 'deadline_passed' } },
  });
}

async function stopFetching(context: StepContext, attempt: Attempt): Promise<Attempt | undefined> {
  const reason = {
    code: 'download_failed',
    problem: 'timed_out',
    message: 'the time to watch it was over before it could be fetched',
  } as const;
  return moveAttempt(context, attempt, {
    change: { state: 'not_fetched', reason },
    event: { what: 'not_fetched', detail: reason },
  });
}

async function jobOf(context: StepContext, { jobId }: Attempt): Promise<Job> {
  const job = await context.ledger.job(jobId);
  if (job) return job;
  throw lostJob(jobId);
}
