import { basename } from 'node:path';
import { isTerminal, type JobFile } from '../../jobs/job.ts';
import { resultOf } from '../../jobs/job-result.ts';
import type { JobEvent } from '../../jobs/store.ts';
import type { FileView, Job, JobEventView, Progress } from '../api.types.ts';
import { choiceOf, type Snapshot, speakerOf, wordOf } from '../orders/snapshot.ts';

export interface JobViewOptions {
  readonly nowMs: number;
  readonly unknownMayRecover: boolean;
  /** Paths of this machine are shown. */
  readonly showsPaths: boolean;
  /** Latest news of a download. */
  readonly download?: { readonly bytes: number; readonly totalBytes: number | null } | undefined;
  readonly remainingSeconds?: { readonly low: number; readonly high: number } | null | undefined;
}

/** An order as our own API shows it. */
export function jobView(snapshot: Snapshot, options: JobViewOptions): Job {
  const { files, key: _, ...result } = resultOf({ ...snapshot.order, requirements: null }, snapshot.jobs);
  const choice = choiceOf(snapshot);
  return {
    ...result,
    key: snapshot.record ? snapshot.record.clientKey : snapshot.order.key,
    word: wordOf(snapshot, options.unknownMayRecover),
    ended: snapshot.jobs.every(({ state }) => isTerminal(state)) || snapshot.jobs.some(({ state }) => state === 'done'),
    files: files.map((file) => fileView(snapshot.order.id, file, options.showsPaths)),
    progress: progressOf(snapshot, options),
    owner: snapshot.record?.owner || null,
    ...(choice && { choice }),
  };
}

export function eventViews(events: readonly JobEvent[]): readonly JobEventView[] {
  return events.map(({ at, what, state, remoteId, detail }) => ({
    at,
    what,
    state,
    attempt: Number(/\.(\d+)$/.exec(remoteId)?.[1] ?? 1),
    detail: withoutRaw(detail),
  }));
}

function fileView(orderId: string, { path, ...file }: JobFile, showsPaths: boolean): FileView {
  return {
    ...file,
    contentUrl: `/v1/jobs/${encodeURIComponent(orderId)}/content`,
    name: basename(path),
    ...(showsPaths && { path }),
  };
}

/** `null` once nothing moves any more. */
export function progressOf(
  snapshot: Snapshot,
  { nowMs, download, remainingSeconds }: Pick<JobViewOptions, 'nowMs' | 'download' | 'remainingSeconds'>,
): Progress | null {
  const job = speakerOf(snapshot);
  if (isTerminal(job.state)) return null;
  const elapsedSeconds = Math.max(0, Math.round((nowMs - Date.parse(job.submittedAt ?? job.createdAt)) / 1000));
  const { expectedTime } = job;
  return {
    elapsedSeconds,
    remainingSeconds: remainingSeconds !== undefined ? remainingSeconds : remainingOf(expectedTime, elapsedSeconds),
    expectedSeconds: expectedTime ? { p50: expectedTime.p50Seconds, p90: expectedTime.p90Seconds } : null,
    nextPollAt: job.nextAt,
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
