import { isoOf } from '../iso-time.ts';
import { type Attempt, isTerminal, isUnsent } from './job.ts';
import type { JobWithAttempts } from './records/job-records.ts';
import { moveAttempt } from './steps/move.ts';
import { wasNeverSubmitted } from './steps/next-attempt.ts';
import { isHeld, isLate, isLeased, stepNow } from './steps/next-step.ts';
import type { StepContext } from './steps/step-context.ts';
import { giveBack } from './take-back.ts';

export interface Readiness {
  readonly watchMs: number;
  /** Somebody asked for `watchMs`. Default `false`. */
  readonly isWatchSaid?: boolean;
  /** Its clip is to go to another place. Default `false`. */
  readonly movesFile?: boolean;
}

/**
 * Makes the attempts of a job ready to be gone on with. What is watched no more gets a new deadline, and so does every attempt where
 * somebody says how long to watch; of a job of which nothing was ever sent the reservation goes back, for nobody waits for it any more.
 */
export async function makeReady(
  context: StepContext,
  { attempts }: JobWithAttempts,
  { watchMs, isWatchSaid = false, movesFile = false }: Readiness,
): Promise<void> {
  const wasSent = attempts.some((attempt) => !isUnsent(attempt) && !wasNeverSubmitted(attempt));
  for (const attempt of attempts) {
    if (isTerminal(attempt.state)) continue;
    if (!wasSent && (await giveBackIfFree(context, attempt))) continue;
    await watchOn(context, attempt, { watchMs, isWatchSaid, movesFile });
  }
}

/** `true`: the attempt was abandoned before anything was sent, and is now cancelled. */
async function giveBackIfFree(context: StepContext, attempt: Attempt): Promise<boolean> {
  const { clock, isWorkerGone } = context;
  if (!isUnsent(attempt) || isHeld(attempt, { nowMs: clock.now(), isWorkerGone })) return false;
  await giveBack(context, attempt);
  return true;
}

async function watchOn(
  context: StepContext,
  attempt: Attempt,
  { watchMs, isWatchSaid, movesFile }: Required<Readiness>,
): Promise<void> {
  const nowMs = context.clock.now();
  const deadlineAt = isoOf(nowMs + watchMs);
  const change = {
    deadlineAt,
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
  if (isLeased(stepNow(attempt, context))) return;
  if (isLate(attempt, nowMs) || movesFile) await moveAttempt(context, attempt, { change, event });
  else if (isWatchSaid && attempt.deadlineAt !== null) {
    await moveAttempt(context, attempt, { change: { deadlineAt }, event });
  }
}

/** Whoever asks more often than this, in milliseconds, hears what was last heard. */
const shortestPauseMs = 5000;

/** Makes the next poll due now, for somebody who asks. One that failed, or was a moment ago, keeps its place; so does another process's. */
export async function makeDue(context: StepContext, attempt: Attempt, hasNews: boolean): Promise<void> {
  const nowMs = context.clock.now();
  const step = stepNow(attempt, context);
  const seenAt = attempt.lastPendingAt ?? attempt.submittedAt;
  const isTime = hasNews || seenAt === null || nowMs - Date.parse(seenAt) >= shortestPauseMs;
  if (step.kind !== 'wait' || step.why !== 'not_due' || attempt.pollErrors > 0 || !isTime) return;
  if (attempt.state !== 'submitted' && attempt.state !== 'running') return;
  await moveAttempt(context, attempt, { change: { nextAt: null }, durable: false });
}
