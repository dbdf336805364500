import { isTerminal, type Attempt } from '../job.ts';
import type { MoneyEntry } from '../money/money-entry.ts';
import type { AttemptChange, Transition } from '../store.ts';
import type { StepContext } from './step-context.ts';

export interface Move {
  readonly change: AttemptChange;
  readonly event?: { readonly what: string; readonly detail?: unknown };
  readonly money?: readonly MoneyEntry[];
  /** How long the next step may take beyond its due time. Default the context's lease. */
  readonly leaseMs?: number;
  /** Lets go of the job, for whoever comes next. */
  readonly release?: boolean;
}

/** Writes one move under the version that was read. `undefined`: somebody else moved the job first, and nothing was written. */
export async function moveAttempt(context: StepContext, attempt: Attempt, move: Move): Promise<Attempt | undefined> {
  const moved = await context.store.apply(transitionOf(context, attempt, move));
  if (moved && moved.state !== attempt.state) context.tell({ kind: 'state', attempt: moved, from: attempt.state });
  return moved;
}

/** The same as data, for stores that write it together with something else. */
export function transitionOf(
  context: StepContext,
  attempt: Attempt,
  { change, event, money, leaseMs, release = false }: Move,
): Transition {
  const nowMs = context.clock.now();
  const state = change.state ?? attempt.state;
  const resting = release || isTerminal(state) || state === 'unknown' || state === 'gave_up_watching';
  const nextAt = change.nextAt === undefined ? attempt.nextAt : change.nextAt;
  const dueMs = Math.max(nowMs, nextAt === null ? 0 : Date.parse(nextAt));
  return {
    attemptId: attempt.id,
    version: attempt.version,
    at: isoOf(nowMs),
    by: context.owner,
    change: {
      ...change,
      owner: resting ? null : context.owner,
      leaseUntil: resting ? null : isoOf(dueMs + (leaseMs ?? context.leaseMs)),
      ...(isTerminal(state) ? { endedAt: isoOf(nowMs), nextAt: null } : {}),
    },
    ...(event && { event }),
    ...(money && { money }),
  };
}

export function isoOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
