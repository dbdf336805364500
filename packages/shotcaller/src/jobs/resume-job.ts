import type { InProcessEngine } from './engines/in-process.ts';
import type { Attempt } from './job.ts';
import { refundOf } from './money/money-entry.ts';
import { isoOf, moveAttempt } from './steps/move.ts';
import { nextStep } from './steps/next-step.ts';
import type { StepContext } from './steps/step-context.ts';
import { type WatchSettings, watchAttempt } from './steps/watch-job.ts';

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
export async function resumeAttempt(context: StepContext, settings: ResumeSettings, attempt: Attempt): Promise<Attempt | undefined> {
  const { engine, watch, signal } = settings;
  const ready = await makeReady(context, settings, attempt);
  await context.checkpoint('resume:ready');
  await engine.carry(ready.id, (id, abort) => watchAttempt(context, watch, id, abort), signal && { signal });
  return context.store.attempt(attempt.id);
}

async function makeReady(context: StepContext, { watchMs }: ResumeSettings, attempt: Attempt): Promise<Attempt> {
  const nowMs = context.clock.now();
  const change = { deadlineAt: isoOf(nowMs + watchMs), reason: null, downloadTries: 0, nextAt: null };
  if (attempt.state === 'gave_up_watching' && attempt.remoteId !== null) {
    return (
      (await moveAttempt(context, attempt, { change: { ...change, state: 'running' }, event: { what: 'resumed' } })) ?? attempt
    );
  }
  const step = nextStep(attempt, { nowMs, owner: context.owner, isOwnerGone: context.isOwnerGone });
  // A reserved job whose retry was due later has nobody left to send it, either.
  const isWaiting = step.kind === 'wait' && step.why === 'not_due';
  const isAbandoned =
    (attempt.state === 'planned' || attempt.state === 'reserved') &&
    (isWaiting || step.kind === 'reserve' || step.kind === 'submit');
  if (isAbandoned && (attempt.owner === null || context.isOwnerGone(attempt.owner) || isLeaseOver(attempt, nowMs))) {
    const reason = { code: 'never_submitted' };
    const moved = await moveAttempt(context, attempt, {
      change: { state: 'cancelled', reason },
      event: { what: 'cancelled', detail: reason },
      money: refundOf(await context.store.reservedPico(attempt.id)),
    });
    return moved ?? attempt;
  }
  if (step.kind === 'give_up') {
    return (await moveAttempt(context, attempt, { change, event: { what: 'resumed' } })) ?? attempt;
  }
  return attempt;
}

function isLeaseOver({ leaseUntil }: Attempt, nowMs: number): boolean {
  return leaseUntil === null || Date.parse(leaseUntil) <= nowMs;
}
