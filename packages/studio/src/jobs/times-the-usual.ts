import type { HeardJob } from '../api/heard-jobs.ts';

const alarmingTimes = 3;

/** How many times the usual a job takes so far, once that is alarming; 0: it is not, or nothing is usual. */
export function timesTheUsual({ job, heardAtMs, pace }: HeardJob, nowMs: number): number {
  const usual = job.progress?.expectedSeconds?.p50;
  if (!job.progress || usual === undefined || usual <= 0) return 0;
  const elapsed = job.progress.elapsedSeconds + Math.max(0, ((nowMs - heardAtMs) * pace) / 1000);
  const times = Math.floor(elapsed / usual);
  return times >= alarmingTimes ? times : 0;
}
