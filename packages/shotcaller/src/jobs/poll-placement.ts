import type { Job } from './job.ts';
import type { PollPlacement } from './poll-step.ts';

/** Where polls go until something is known about a model, in seconds. */
const priorTime = { p50Seconds: 115, p90Seconds: 330 };

/**
 * A plain schedule: the first poll shortly before half of such jobs are done, then every tenth of the age, between 2 and 30 s,
 * with jitter.
 */
export function placePollPlainly(job: Job, nowMs: number, random: () => number, retryAfterMs = 0): PollPlacement {
  const { p50Seconds, p90Seconds } = job.expectedTime ?? priorTime;
  const ageSeconds = (nowMs - Date.parse(job.submittedAt ?? job.createdAt)) / 1000;
  const first = 0.6 * p50Seconds - ageSeconds;
  const later = Math.min(30, Math.max(2, ageSeconds / 10));
  const waitMs = 1000 * Math.max(first, later) * (0.9 + 0.2 * random());
  return {
    nextPollMs: nowMs + Math.max(retryAfterMs, waitMs),
    remainingSeconds: {
      low: Math.max(0, Math.round(0.6 * p50Seconds - ageSeconds)),
      high: Math.max(5, Math.round(p90Seconds - ageSeconds)),
    },
  };
}
