import { secondsText } from '@shotcaller/core';
import { passed } from '../clock.ts';
import { isAtRest } from '../jobs/job.ts';
import { decisiveAttempt } from '../jobs/job-result.ts';
import type { JobWithAttempts } from '../jobs/records/job-records.ts';
import { nextAttempt } from '../jobs/steps/next-attempt.ts';
import type { Door } from './door.ts';
import type { Call } from './tool.ts';

/** How often a job is looked at while somebody waits: another process may move it. Milliseconds. */
const lookMs = 500;

/** Nothing of the job moves by itself any more. */
export function isOver({ job, attempts }: JobWithAttempts): boolean {
  return attempts.every(isAtRest) && (job.concludedAt !== null || nextAttempt(attempts, job.options).kind !== 'plan');
}

/**
 * The job once it is over, or as it stands when the wait ends. The client is told how it goes. A client that goes away ends the wait
 * and nothing else.
 */
export async function waitForJob(
  { parts, clock }: Pick<Door, 'parts' | 'clock'>,
  jobId: string,
  { untilMs, call }: { /** In the time of the door’s clock. */ readonly untilMs: number; readonly call: Call },
): Promise<JobWithAttempts | undefined> {
  const { signal } = call.context.mcpReq;
  let told = '';
  for (;;) {
    const found = await parts.jobs.find(jobId);
    const leftMs = untilMs - clock.now();
    if (!found || isOver(found) || leftMs <= 0 || signal.aborted) return found;
    const elapsedSeconds = elapsedOf(found, parts.clock.now());
    const { state, expectedTime } = decisiveAttempt(found.attempts);
    const line = `${progressWords[state] ?? state}, ${secondsText(elapsedSeconds)}`;
    if (line !== told)
      await tellProgress(call, { elapsedSeconds, p90Seconds: expectedTime?.p90Seconds, message: line });
    told = line;
    await passed(clock, Math.min(lookMs, leftMs), signal);
  }
}

/** Seconds from submit to the end of the decisive attempt, or to now, in the time that jobs go by. */
export function elapsedOf({ attempts }: Pick<JobWithAttempts, 'attempts'>, nowMs: number): number {
  const { submittedAt, createdAt, endedAt } = decisiveAttempt(attempts);
  const untilMs = endedAt === null ? nowMs : Date.parse(endedAt);
  return Math.max(0, Math.round((untilMs - Date.parse(submittedAt ?? createdAt)) / 1000));
}

const progressWords: Readonly<Record<string, string>> = {
  planned: 'Reserved',
  reserved: 'Reserved',
  submitting: 'Submitting',
  submitted: 'Queued',
  running: 'Generating',
  downloading: 'Downloading',
};

interface Progress {
  readonly elapsedSeconds: number;
  readonly p90Seconds: number | undefined;
  readonly message: string;
}

async function tellProgress({ context }: Call, { elapsedSeconds, p90Seconds, message }: Progress): Promise<void> {
  const { _meta: meta, notify } = context.mcpReq;
  const progressToken = meta?.progressToken;
  if (progressToken === undefined) return;
  const total = p90Seconds !== undefined && p90Seconds > elapsedSeconds ? { total: p90Seconds } : {};
  const params = { progressToken, progress: elapsedSeconds, ...total, message };
  // Whoever has gone hears nothing; the job is not theirs to end.
  await notify({ method: 'notifications/progress', params }).catch(() => undefined);
}
