import type { Attempt } from '../job.ts';
import type { PollPlacement } from '../steps/poll-step.ts';
import { expectedRemaining } from './expected-remaining.ts';
import { nextPollDelayMs, type Waiting } from './next-poll.ts';

/** A model that nothing is known about: the catalogue's median, and the 90th percentile of its spread. */
const priorTime = { p50Seconds: 115, p90Seconds: 360 };

export interface PlacePollOptions {
  readonly waiting: Waiting;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly retryAfterMs?: number | undefined;
}

/** Places the next poll where the job is likely to finish, as the plan expected it from own runs and published times. */
export function placePoll(attempt: Attempt, options: PlacePollOptions): PollPlacement {
  const { waiting, nowMs, random, retryAfterMs } = options;
  const distribution = attempt.expectedTime ?? priorTime;
  const submittedMs = Date.parse(attempt.submittedAt ?? attempt.createdAt);
  const elapsedMs = Math.max(0, nowMs - submittedMs);
  const delayMs = nextPollDelayMs({
    elapsedMs,
    distribution,
    waiting,
    random,
    retryAfterMs,
    deadlineMs: attempt.deadlineAt === null ? undefined : Date.parse(attempt.deadlineAt) - submittedMs,
  });
  const { lowSeconds, highSeconds, isOverdue } = expectedRemaining({ elapsedMs, distribution });
  return {
    nextPollMs: nowMs + delayMs,
    remainingSeconds: isOverdue ? null : { low: Math.round(lowSeconds), high: Math.round(highSeconds) },
  };
}
