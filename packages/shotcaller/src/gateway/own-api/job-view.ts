import { basename } from 'node:path';
import { isAtRest, isTerminal, type JobFile, type JobReason } from '../../jobs/job.ts';
import type { JobEvent } from '../../jobs/job-event.ts';
import { decisiveAttempt, resultOf } from '../../jobs/job-result.ts';
import { isFurtherAttemptDue } from '../../jobs/steps/next-attempt.ts';
import type { EventHub } from '../events/hub.ts';
import { type JobSnapshot, wireStatusOf } from '../jobs/wire-status.ts';
import { type RoutesContext, unknownMayRecover } from '../routes-context.ts';
import type { FileView, Job, JobEventView, Progress } from './addresses/job.ts';

export interface JobViewOptions {
  readonly nowMs: number;
  readonly unknownMayRecover: boolean;
  /** A living process follows the job. */
  readonly isWatched: boolean;
  /** Paths of this machine are shown. */
  readonly showsPaths: boolean;
  /** Latest news of a download. */
  readonly download?: { readonly bytes: number; readonly totalBytes: number | null } | undefined;
  readonly remainingSeconds?: { readonly low: number; readonly high: number } | null | undefined;
}

/** How a job is shown by this server now. */
export function viewOptionsOf(
  context: RoutesContext,
  hub: Pick<EventHub, 'latest'>,
  snapshot: JobSnapshot,
): JobViewOptions {
  const { options, jobs } = context;
  const nowMs = options.parts.clock.now();
  return {
    nowMs,
    unknownMayRecover: unknownMayRecover(context, snapshot),
    isWatched: jobs.isWatched(snapshot, nowMs),
    showsPaths: options.mode === 'local',
    ...hub.latest(snapshot.job.id),
  };
}

/** A job as our own API shows it. */
export function jobView(snapshot: JobSnapshot, options: JobViewOptions): Job {
  const { job, attempts } = snapshot;
  const { files, ...result } = resultOf(job, attempts);
  const choice = job.receipt?.choice;
  return {
    ...result,
    reason: result.reason && shownReason(result.reason, options.showsPaths),
    attempts: result.attempts.map((attempt) => ({
      ...attempt,
      reason: attempt.reason && shownReason(attempt.reason, options.showsPaths),
    })),
    // Where nobody gave a key, one was made for this order alone.
    key: job.key?.startsWith('once-') ? null : job.key,
    wireStatus: wireStatusOf(snapshot, options.unknownMayRecover),
    ended: hasEnded(snapshot),
    watched: options.isWatched,
    clip: snapshot.clip,
    files: files.map((file, place) =>
      fileView(job.id, file, { index: file.output ?? place, showsPaths: options.showsPaths }),
    ),
    progress: progressOf(snapshot, options),
    owner: job.owner || null,
    ...(choice && { choice }),
  };
}

function hasEnded({ job, attempts }: JobSnapshot): boolean {
  if (attempts.some(({ state }) => state === 'done')) return true;
  return attempts.every(({ state }) => isTerminal(state)) && !isFurtherAttemptDue(job, attempts);
}

/** Where the part that came is kept is for those who can go there. */
function shownReason(reason: JobReason, showsPaths: boolean): JobReason {
  if (showsPaths || !('kept' in reason)) return reason;
  const { kept: _, ...rest } = reason;
  return rest;
}

export function eventViews(events: readonly JobEvent[]): readonly JobEventView[] {
  return events.map(({ at, what, state, attemptId, detail }) => ({
    at,
    what,
    state,
    attempt: Number(/\.(\d+)$/.exec(attemptId)?.[1] ?? 1),
    detail: withoutRaw(detail),
  }));
}

function fileView(
  jobId: string,
  { path, ...file }: JobFile,
  { index, showsPaths }: { readonly index: number; readonly showsPaths: boolean },
): FileView {
  return {
    ...file,
    contentUrl: `/v1/jobs/${encodeURIComponent(jobId)}/content${index === 0 ? '' : `?index=${index}`}`,
    name: basename(path),
    ...(showsPaths && { path }),
  };
}

/** `null` once nothing moves any more. */
export function progressOf(
  snapshot: JobSnapshot,
  { nowMs, download, remainingSeconds }: Pick<JobViewOptions, 'nowMs' | 'download' | 'remainingSeconds'>,
): Progress | null {
  const attempt = decisiveAttempt(snapshot.attempts);
  if (isAtRest(attempt)) return null;
  const elapsedSeconds = Math.max(0, Math.round((nowMs - Date.parse(attempt.submittedAt ?? attempt.createdAt)) / 1000));
  const { expectedTime } = attempt;
  return {
    elapsedSeconds,
    remainingSeconds: remainingSeconds !== undefined ? remainingSeconds : remainingOf(expectedTime, elapsedSeconds),
    expectedSeconds: expectedTime ? { p50: expectedTime.p50Seconds, p90: expectedTime.p90Seconds } : null,
    nextPollAt: attempt.nextAt,
    downloadedBytes: download?.bytes ?? null,
    totalBytes: download?.totalBytes ?? null,
  };
}

function remainingOf(
  expected: { readonly p50Seconds: number; readonly p90Seconds: number } | null,
  elapsedSeconds: number,
): { readonly low: number; readonly high: number } | null {
  if (!expected) return null;
  return {
    low: Math.max(0, Math.round(expected.p50Seconds * 0.6 - elapsedSeconds)),
    high: Math.max(0, Math.round(expected.p90Seconds - elapsedSeconds)),
  };
}

/** The service's own text can be long, and who asks for events wants to know what happened. */
function withoutRaw(detail: unknown): unknown {
  if (detail === null || typeof detail !== 'object' || !('raw' in detail)) return detail;
  const { raw: _, ...rest } = detail as Record<string, unknown>;
  return rest;
}
