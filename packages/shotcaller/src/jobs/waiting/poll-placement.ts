import type { Job } from '../job.ts';
import type { PollPlacement } from '../steps/poll-step.ts';
import { expectedRemaining } from './expected-remaining.ts';
import { nextPollDelayMs } from './next-poll.ts';

/** A model that nothing is known about: the catalogue's median, and the 90th percentile of its spread. */
const priorTime = { p50Seconds: 115, p90Seconds: 360 };

/** Places the next poll where the job is likely to finish, as the plan expected it from own runs and published times. */
export function placePoll(job: Job, nowMs: number, random: () => number, retryAfterMs?: number): PollPlacement {
  const distribution = job.expectedTime ?? priorTime;
  const submittedMs = Date.parse(job.submittedAt ?? job.createdAt);
  const elapsedMs = Math.max(0, nowMs - submittedMs);
  const delayMs = nextPollDelayMs({
    elapsedMs,
    distribution,
    random,
    retryAfterMs,
    deadlineMs: job.deadlineAt === null ? undefined : Date.parse(job.deadlineAt) - submittedMs,
  });
  const { lowSeconds, highSeconds, isOverdue } = expectedRemaining({ elapsedMs, distribution });
  return {
    nextPollMs: nowMs + delayMs,
    remainingSeconds: isOverdue ? null : { low: Math.round(lowSeconds), high: Math.round(highSeconds) },
  };
}
