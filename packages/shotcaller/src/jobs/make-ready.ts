import { isoOf } from './iso-time.ts';
import { type Attempt, isTerminal, isUnsent } from './job.ts';
import { refundOf } from './money/money-entry.ts';
import type { JobWithAttempts } from './records/job-records.ts';
import { moveAttempt } from './steps/move.ts';
import { wasNeverSubmitted } from './steps/next-attempt.ts';
import { isLate, nextStep } from './steps/next-step.ts';
import type { StepContext } from './steps/step-context.ts';

/**
 * Makes the attempts of a job ready to be gone on with. What is watched gets a new deadline; of a job of which nothing was ever sent the
 * reservation goes back, for nobody waits for it any more.
 */
export async function makeReady(
  context: StepContext,
  { attempts }: JobWithAttempts,
  {
    watchMs,
    movesFile = false,
  }: { readonly watchMs: number /** Its clip is to go to another place. */; readonly movesFile?: boolean },
): Promise<void> {
  const wasSent = attempts.some((attempt) => !isUnsent(attempt) && !wasNeverSubmitted(attempt));
  for (const attempt of attempts) {
    if (isTerminal(attempt.state)) continue;
    if (!wasSent && (await giveBack(context, attempt))) continue;
    await watchOn(context, attempt, { watchMs, movesFile });
  }
}

/** `true`: the attempt was abandoned before anything was sent, and is now cancelled. */
async function giveBack(context: StepContext, attempt: Attempt): Promise<boolean> {
  const nowMs = context.clock.now();
  const isFree =
    attempt.worker === null ||
    context.isWorkerGone(attempt.worker) ||
    attempt.leaseUntil === null ||
    Date.parse(attempt.leaseUntil) <= nowMs;
  if (!isUnsent(attempt) || !isFree) return false;
  const reason = { code: 'never_submitted' } as const;
  await moveAttempt(context, attempt, {
    change: { state: 'cancelled', reason },
    event: { what: 'cancelled', detail: reason },
    money: refundOf(await context.ledger.reservedPico(attempt.id)),
  });
  return true;
}

async function watchOn(
  context: StepContext,
  attempt: Attempt,
  { watchMs, movesFile }: { readonly watchMs: number; readonly movesFile: boolean },
): Promise<void> {
  const nowMs = context.clock.now();
  const change = {
    deadlineAt: isoOf(nowMs + watchMs),
    reason: null,
    downloadTries: 0,
    nextAt: null,
    ...(movesFile && { target: null }),
  };
  const event = { what: 'resumed' } as const;
  const isAtRest = attempt.state === 'gave_up_watching' || attempt.state === 'not_fetched';
  if (isAtRest && attempt.remoteId !== null) {
    await moveAttempt(context, attempt, { change: { ...change, state: 'running' }, event });
    return;
  }
  const { worker, isWorkerGone } = context;
  const step = nextStep(attempt, { nowMs, worker, isWorkerGone });
  const isHeld = step.kind === 'wait' && step.why === 'leased';
  if ((isLate(attempt, nowMs) || movesFile) && !isHeld) await moveAttempt(context, attempt, { change, event });
}

/** Whoever asks more often than this, in milliseconds, hears what was last heard. */
const shortestPauseMs = 5000;

/** Makes the next poll due now, for somebody who asks. One that failed, or was a moment ago, keeps its place; so does another process's. */
export async function makeDue(context: StepContext, attempt: Attempt, hasNews: boolean): Promise<void> {
  const nowMs = context.clock.now();
  const { worker, isWorkerGone } = context;
  const step = nextStep(attempt, { nowMs, worker, isWorkerGone });
  const seenAt = attempt.lastPendingAt ?? attempt.submittedAt;
  const isTime = hasNews || seenAt === null || nowMs - Date.parse(seenAt) >= shortestPauseMs;
  if (step.kind !== 'wait' || step.why !== 'not_due' || attempt.pollErrors > 0 || !isTime) return;
  if (attempt.state !== 'submitted' && attempt.state !== 'running') return;
  await moveAttempt(context, attempt, { change: { nextAt: null }, durable: false });
}
