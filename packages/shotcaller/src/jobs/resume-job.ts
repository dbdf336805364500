import type { InProcessEngine } from './engines/in-process.ts';
import type { Job, JobReason } from './job.ts';
import { refundOf } from './money-entry.ts';
import { isoOf, moveJob } from './move.ts';
import { nextStep } from './next-step.ts';
import type { StepContext } from './step-context.ts';
import { type WatchSettings, watchJob } from './watch-job.ts';

export interface ResumeSettings {
  /** Can look and fetch; has no means to buy. */
  readonly watch: WatchSettings;
  readonly engine: InProcessEngine;
  /** How long to watch from now, in milliseconds. */
  readonly watchMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Goes on with a job from any state and buys nothing. What was never sent gets its reservation back; what was sent is watched
 * to its end; what may have been sent stays `unknown`.
 */
export async function resumeJob(context: StepContext, settings: ResumeSettings, job: Job): Promise<Job | undefined> {
  const { engine, watch, signal } = settings;
  const ready = await makeReady(context, settings, job);
  await context.checkpoint('resume:ready');
  await engine.carry(ready.id, (id, abort) => watchJob(context, watch, id, abort), signal && { signal });
  return context.store.job(job.id);
}

async function makeReady(context: StepContext, { watchMs }: ResumeSettings, job: Job): Promise<Job> {
  const nowMs = context.clock.now();
  const change = { deadlineAt: isoOf(nowMs + watchMs), reason: null, downloadTries: 0, nextAt: null };
  if (job.state === 'gave_up_watching' && job.jobId !== null) {
    return (
      (await moveJob(context, job, { change: { ...change, state: 'running' }, event: { what: 'resumed' } })) ?? job
    );
  }
  const step = nextStep(job, { nowMs, owner: context.owner, isOwnerGone: context.isOwnerGone });
  // A reserved job whose retry was due later has nobody left to send it, either.
  const isWaiting = step.kind === 'wait' && step.why === 'not_due';
  const isAbandoned =
    (job.state === 'planned' || job.state === 'reserved') &&
    (isWaiting || step.kind === 'reserve' || step.kind === 'submit');
  if (isAbandoned && (job.owner === null || context.isOwnerGone(job.owner) || isLeaseOver(job, nowMs))) {
    const reason: JobReason = { code: 'never_submitted' };
    const moved = await moveJob(context, job, {
      change: { state: 'cancelled', reason },
      event: { what: 'cancelled', detail: reason },
      money: refundOf(await context.store.reservedPico(job.id)),
    });
    return moved ?? job;
  }
  if (step.kind === 'give_up') {
    return (await moveJob(context, job, { change, event: { what: 'resumed' } })) ?? job;
  }
  return job;
}

function isLeaseOver({ leaseUntil }: Job, nowMs: number): boolean {
  return leaseUntil === null || Date.parse(leaseUntil) <= nowMs;
}
