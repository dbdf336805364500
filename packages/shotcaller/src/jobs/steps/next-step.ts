import { type Attempt, isAtRest, isTerminal } from '../job.ts';
import type { StepContext } from './step-context.ts';

export type Step =
  /** Reserves where that is not done, and buys. */
  | { readonly kind: 'submit' }
  | { readonly kind: 'mark_unknown' }
  | { readonly kind: 'poll' }
  | { readonly kind: 'download' }
  | { readonly kind: 'give_up' }
  /** Nothing to do before `untilMs`; `leased`: because somebody else is at it. */
  | { readonly kind: 'wait'; readonly untilMs: number; readonly why: 'not_due' | 'leased' }
  /** Nothing that a step could do. */
  | { readonly kind: 'rest' };

/** The process that asks what is to be done. */
export interface Worker {
  readonly nowMs: number;
  /** Its name in leases. */
  readonly worker: string;
  /** Whether a worker is known to be dead, so that its lease is void. */
  readonly isWorkerGone: (worker: string) => boolean;
  /** The asker has just taken a step, so what is due next was set by its own clock. Default false. */
  readonly hasStepped?: boolean;
}

/** What is to be done with an attempt now. The only place that decides it. */
export function nextStep(attempt: Attempt, asking: Worker): Step {
  const { state } = attempt;
  if (isTerminal(state) || state === 'unknown' || state === 'gave_up_watching' || state === 'not_fetched') {
    return { kind: 'rest' };
  }

  const leasedUntilMs = leaseEndMs(attempt, asking);
  // A POST under way holds the job against everybody, its own process included: only its end or the lease's frees it.
  if (state === 'submitting') {
    return leasedUntilMs === undefined
      ? { kind: 'mark_unknown' }
      : { kind: 'wait', untilMs: leasedUntilMs, why: 'leased' };
  }
  if (leasedUntilMs !== undefined && attempt.worker !== asking.worker) {
    return { kind: 'wait', untilMs: leasedUntilMs, why: 'leased' };
  }

  if (isLate(attempt, asking.nowMs)) return lastStep(attempt, asking.nowMs);

  const deadlineMs = deadlineOf(attempt);
  const isDueUnknown = attempt.nextAt === null || (!asking.hasStepped && clockWentBack(attempt, asking.nowMs));
  const dueMs = isDueUnknown ? 0 : Date.parse(attempt.nextAt!);
  if (asking.nowMs < dueMs) return { kind: 'wait', untilMs: Math.min(dueMs, deadlineMs), why: 'not_due' };

  switch (state) {
    case 'planned':
    case 'reserved':
      return { kind: 'submit' };
    case 'submitted':
    case 'running':
      return { kind: 'poll' };
    case 'downloading':
      return { kind: 'download' };
    default:
      state satisfies never;
      throw new TypeError(`No step for ${state}`);
  }
}

/** The same for whoever looks at an attempt between its steps. */
export function stepNow(
  attempt: Attempt,
  { clock, worker, isWorkerGone }: Pick<StepContext, 'clock' | 'worker' | 'isWorkerGone'>,
): Step {
  return nextStep(attempt, { nowMs: clock.now(), worker, isWorkerGone });
}

/** Somebody else is at it, or a submit is under way. */
export function isLeased(step: Step): boolean {
  return step.kind === 'wait' && step.why === 'leased';
}

/** Whether its time to be watched is over. */
export function isLate(attempt: Attempt, nowMs: number): boolean {
  return nowMs >= deadlineOf(attempt);
}

function deadlineOf({ state, deadlineAt }: Attempt): number {
  const watching = state === 'submitted' || state === 'running' || state === 'downloading';
  return watching && deadlineAt !== null ? Date.parse(deadlineAt) : Number.POSITIVE_INFINITY;
}

/** The machine may have slept through the deadline: nothing is given up before it was looked at, or fetched, once after it. */
function lastStep(attempt: Attempt, nowMs: number): Step {
  if (attempt.state === 'downloading') return { kind: attempt.downloadTries === 0 ? 'download' : 'give_up' };
  if (wasSeenLate(attempt)) return { kind: 'give_up' };
  const waitMs = attempt.nextAt === null ? 0 : Date.parse(attempt.nextAt) - nowMs;
  // A wait that is longer than this was meant for a watch that goes on.
  const isBetweenLastLooks = attempt.pollErrors > 0 && waitMs > 0 && waitMs <= longestLastWaitMs;
  return isBetweenLastLooks ? { kind: 'wait', untilMs: nowMs + waitMs, why: 'not_due' } : { kind: 'poll' };
}

/** The service has answered after the deadline that it was still running. */
function wasSeenLate({ lastPendingAt, deadlineAt }: Attempt): boolean {
  return lastPendingAt !== null && deadlineAt !== null && Date.parse(lastPendingAt) >= Date.parse(deadlineAt);
}

/** Longest pause between looks after the deadline, in milliseconds. */
export const longestLastWaitMs = 60_000;

/** The row has seen a later time than this: what is due cannot be told by the clock, so it is due. */
function clockWentBack({ createdAt, submittedAt, lastPendingAt }: Attempt, nowMs: number): boolean {
  return [createdAt, submittedAt, lastPendingAt].some((at) => at !== null && Date.parse(at) > nowMs + toleratedSkewMs);
}

/** Clocks of several machines differ a little. */
const toleratedSkewMs = 5000;

/** Whether a living process is at an attempt: it has it until its lease ends, and looks after it between its steps. */
export function isHeld(attempt: Attempt, worker: Pick<Worker, 'nowMs' | 'isWorkerGone'>): boolean {
  return !isAtRest(attempt) && leaseEndMs(attempt, worker) !== undefined;
}

/** End of a lease that still holds, else `undefined`. */
function leaseEndMs(
  attempt: Attempt,
  { nowMs, isWorkerGone }: Pick<Worker, 'nowMs' | 'isWorkerGone'>,
): number | undefined {
  if (attempt.worker === null || attempt.leaseUntil === null) return undefined;
  const untilMs = Date.parse(attempt.leaseUntil);
  return untilMs > nowMs && !isWorkerGone(attempt.worker) ? untilMs : undefined;
}
