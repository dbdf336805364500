import { type Attempt, isTerminal } from '../job.ts';

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
  | { readonly kind: 'rest'; readonly why: 'ended' | 'outcome_unknown' | 'gave_up_watching' | 'not_fetched' };

/** The process that asks what is to be done. */
export interface Worker {
  readonly nowMs: number;
  /** Its name in leases. */
  readonly worker: string;
  /** Whether a worker is known to be dead, so that its lease is void. */
  readonly isWorkerGone: (worker: string) => boolean;
}

/** What is to be done with an attempt now. The only place that decides it. */
export function nextStep(attempt: Attempt, asking: Worker): Step {
  if (isTerminal(attempt.state)) return { kind: 'rest', why: 'ended' };
  if (attempt.state === 'unknown') return { kind: 'rest', why: 'outcome_unknown' };
  if (attempt.state === 'gave_up_watching' || attempt.state === 'not_fetched')
    return { kind: 'rest', why: attempt.state };

  const leasedUntilMs = leaseEndMs(attempt, asking);
  // A POST under way holds the job against everybody, its own process included: only its end or the lease's frees it.
  if (attempt.state === 'submitting') {
    return leasedUntilMs === undefined
      ? { kind: 'mark_unknown' }
      : { kind: 'wait', untilMs: leasedUntilMs, why: 'leased' };
  }
  if (leasedUntilMs !== undefined && attempt.worker !== asking.worker) {
    return { kind: 'wait', untilMs: leasedUntilMs, why: 'leased' };
  }

  const watching = attempt.state === 'submitted' || attempt.state === 'running' || attempt.state === 'downloading';
  const deadlineMs =
    watching && attempt.deadlineAt !== null ? Date.parse(attempt.deadlineAt) : Number.POSITIVE_INFINITY;
  // What is finished and billed is fetched once however late it is.
  const isDueAtLeastOnce = attempt.state === 'downloading' && attempt.downloadTries === 0;
  if (asking.nowMs >= deadlineMs && !isDueAtLeastOnce) return { kind: 'give_up' };

  const dueMs = attempt.nextAt === null || clockWentBack(attempt, asking.nowMs) ? 0 : Date.parse(attempt.nextAt);
  if (asking.nowMs < dueMs) return { kind: 'wait', untilMs: Math.min(dueMs, deadlineMs), why: 'not_due' };

  switch (attempt.state) {
    case 'planned':
    case 'reserved':
      return { kind: 'submit' };
    case 'submitted':
    case 'running':
      return { kind: 'poll' };
    case 'downloading':
      return { kind: 'download' };
    default:
      attempt.state satisfies never;
      throw new TypeError(`No step for ${attempt.state}`);
  }
}

/** The row has seen a later time than this: what is due cannot be told by the clock, so it is due. */
function clockWentBack({ createdAt, submittedAt, lastPendingAt }: Attempt, nowMs: number): boolean {
  return [createdAt, submittedAt, lastPendingAt].some((at) => at !== null && Date.parse(at) > nowMs + toleratedSkewMs);
}

/** Clocks of several machines differ a little. */
const toleratedSkewMs = 5000;

/** End of a lease that still holds, else `undefined`. */
function leaseEndMs(attempt: Attempt, { nowMs, isWorkerGone }: Worker): number | undefined {
  if (attempt.worker === null || attempt.leaseUntil === null) return undefined;
  const untilMs = Date.parse(attempt.leaseUntil);
  return untilMs > nowMs && !isWorkerGone(attempt.worker) ? untilMs : undefined;
}
