import type { Job, JobReason } from './job.ts';
import { moveJob } from './move.ts';
import { nextStep } from './next-step.ts';
import type { StepContext } from './step-context.ts';

/** Makes a job say the truth before it is shown: a submit whose process is dead has an unknown outcome. Asks nobody. */
export async function settleStale(context: StepContext, job: Job): Promise<Job> {
  const step = nextStep(job, { nowMs: context.clock.now(), owner: context.owner, isOwnerGone: context.isOwnerGone });
  if (step.kind !== 'mark_unknown') return job;
  const reason: JobReason = { code: 'died_while_submitting', owner: job.owner };
  const moved = await moveJob(context, job, {
    change: { state: 'unknown', reason },
    event: { what: 'outcome_unknown', detail: reason },
  });
  return moved ?? (await context.store.job(job.id)) ?? job;
}
