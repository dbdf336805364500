import { isoOf } from '../../iso-time.ts';
import { type Attempt, isAtRest, isTerminal } from '../job.ts';
import type { NewJobEvent } from '../job-event.ts';
import type { MoneyEntry } from '../money/money-entry.ts';
import type { AttemptChange, Transition } from '../records/job-records.ts';
import { traceEnd } from '../tracing/trace-job.ts';
import type { StepContext } from './step-context.ts';

export interface Move {
  readonly change: AttemptChange;
  readonly event?: NewJobEvent;
  readonly money?: readonly MoneyEntry[];
  /** Where the attempt was settled before, the difference is booked. Default false: to settle twice is an error. */
  readonly corrects?: boolean;
  /** The `remoteId` of the change must belong to no other attempt: else nothing is written. */
  readonly claimsRemoteId?: boolean;
  /** How long the next step may take beyond its due time. Default the context's lease. */
  readonly leaseMs?: number;
  /** Lets go of the attempt, for whoever comes next. */
  readonly release?: boolean;
  /** `false`: what it says can be had again, so nobody waits for the disk. Default true. */
  readonly durable?: boolean;
}

/** Writes one move under the version that was read. `undefined`: somebody else moved the attempt first, and nothing was written. */
export async function moveAttempt(context: StepContext, attempt: Attempt, move: Move): Promise<Attempt | undefined> {
  const transition = transitionOf(context, attempt, move);
  const moved = await context.ledger.apply(transition);
  if (moved && moved.state !== attempt.state) {
    context.tell({ kind: 'state', attempt: moved, from: attempt.state, at: transition.at });
    if (isTerminal(moved.state)) await traceEnd(context, moved);
  }
  return moved;
}

/** The same as data, for moves that are written together with something else. */
export function transitionOf(
  context: StepContext,
  attempt: Attempt,
  { change, event, money, corrects = false, claimsRemoteId = false, leaseMs, release = false, durable = true }: Move,
): Transition {
  const nowMs = context.clock.now();
  const state = change.state ?? attempt.state;
  const resting = release || isAtRest({ state });
  const nextAt = change.nextAt === undefined ? attempt.nextAt : change.nextAt;
  const dueMs = Math.max(nowMs, nextAt === null ? 0 : Date.parse(nextAt));
  return {
    attemptId: attempt.id,
    version: attempt.version,
    at: isoOf(nowMs),
    by: context.worker,
    durable,
    change: {
      ...change,
      worker: resting ? null : context.worker,
      leaseUntil: resting ? null : isoOf(dueMs + (leaseMs ?? context.leaseMs)),
      ...(isTerminal(state) ? { endedAt: isoOf(nowMs), nextAt: null } : {}),
    },
    ...(event && { event }),
    ...(money && { money }),
    ...(corrects && { corrects }),
    ...(claimsRemoteId && { claimsRemoteId }),
  };
}
