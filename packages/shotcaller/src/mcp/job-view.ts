import { basename, isAbsolute } from 'node:path';
import type { ContentBlock } from '@modelcontextprotocol/server';
import {
  billDoubtSentence,
  deliveryDifferenceSentence,
  dollars,
  jobReasonSentence,
  replacedFileSentence,
  requestFindingSentence,
} from '@shotcaller/core';
import type { z } from 'zod';
import { openCheckedFile } from '../files/checked-file.ts';
import { isoOf } from '../iso-time.ts';
import { type AttemptState, isAtRest, isUnsent, type JobFile, type JobReason } from '../jobs/job.ts';
import { decisiveAttempt, resultOf } from '../jobs/job-result.ts';
import type { JobWithAttempts } from '../jobs/records/job-records.ts';
import { withReplaced } from '../jobs/with-replaced.ts';
import { timeView } from './choice-views.ts';
import type { Door } from './door.ts';
import { nextStepOf } from './next-step.ts';
import type { jobFields } from './schemas/job.ts';
import { elapsedOf, isOver } from './wait-for-job.ts';

export type JobView = { readonly [Field in keyof typeof jobFields]: z.output<(typeof jobFields)[Field]> };

/** A job as agents see it, with what to do next. */
export function jobView(door: Door, found: JobWithAttempts): JobView {
  const { job, attempts } = found;
  const result = resultOf(job, attempts);
  const attempt = decisiveAttempt(attempts);
  const over = isOver(found);
  const files = result.files.map((file, place) => fileView(door, job.id, file, file.output ?? place));
  const status = statusOf(result.status, over);
  const isSent = !isUnsent(attempt);
  return {
    jobId: job.id,
    status,
    step: result.status,
    simulated: door.simulated,
    model: result.model,
    path: files[0]?.path ?? null,
    files,
    quotedHighUsd: result.quotedHighUsd,
    billedUsd: result.billedUsd,
    reason: result.reason && reasonView(door, result.reason),
    elapsedSeconds: isSent ? elapsedOf(found, door.parts.clock.now()) : null,
    expectedSeconds: attempt.expectedTime && timeView(attempt.expectedTime),
    nextLookAt: over ? null : nextLookAt(door, attempt.nextAt),
    createdAt: job.createdAt,
    warnings: [
      ...result.findings.map(requestFindingSentence),
      ...result.files.flatMap(({ replaced }) => (replaced ? [replacedFileSentence(replaced)] : [])),
      ...result.files.flatMap(({ differences }) => differences.map(deliveryDifferenceSentence)),
      ...attempts.flatMap(({ billDoubt }) => (billDoubt ? [billDoubtSentence(billDoubt)] : [])),
      ...(result.unknownBills > 0
        ? [
            `The bill is not known, so up to ${result.quotedHighUsd === null ? 'an unknown amount' : dollars(result.quotedHighUsd)} stays reserved.`,
          ]
        : []),
    ],
    next: nextStepOf({
      jobId: job.id,
      status,
      reason: result.reason,
      isSent,
      where: files[0]?.path ?? files[0]?.contentUrl ?? null,
    }),
  };
}

/** What a tool answers of a job: how it stands, and links to its files. */
export async function jobAnswer(
  door: Door,
  found: JobWithAttempts,
): Promise<{ readonly output: JobView; readonly links: readonly ContentBlock[] }> {
  const [shown = found] = await withReplaced(await door.parts.ledger(), [found], door.caller);
  const view = jobView(door, shown);
  const gone = await firstGone(view);
  if (gone === undefined) return { output: view, links: linksOf(view) };
  const output = {
    ...view,
    path: null,
    warnings: [
      ...view.warnings,
      `The clip was saved to ${gone} but is not there now: it was moved, deleted or changed, or it is on another machine. It is paid for.`,
    ],
    next: 'Tell the user that the clip is not where it was saved, and ask where they have put it. Do not order it again unless they want to pay for another one.',
  };
  return { output, links: [] };
}

/** Path of the first file that is not where callers are told to find it; a server’s own files are handed out by their address. */
async function firstGone({ files }: JobView): Promise<string | undefined> {
  for (const { path, sha256 } of files) {
    if (path === null || !isAbsolute(path)) continue;
    const file = await openCheckedFile(path, sha256);
    if (!file) return path;
    await file.close();
  }
  return undefined;
}

/** The files as links that a host can open. */
function linksOf({ files }: JobView): readonly ContentBlock[] {
  return files.map(({ resource, contentType, bytes, path }) => ({
    type: 'resource_link',
    uri: resource,
    name: path === null ? 'clip' : basename(path),
    mimeType: contentType,
    size: bytes,
  }));
}

/** The resource of a file of a job. */
export function clipResource(jobId: string, index: number): string {
  return `shotcaller://jobs/${encodeURIComponent(jobId)}/clip/${index}`;
}

function statusOf(state: AttemptState, over: boolean): JobView['status'] {
  if (!over || !isAtRest({ state })) return 'running';
  return state as JobView['status'];
}

function fileView(
  { showsPaths, contentUrl }: Door,
  jobId: string,
  file: JobFile,
  index: number,
): JobView['files'][number] {
  const {
    path,
    bytes,
    sha256,
    contentType = 'video/mp4',
    durationSeconds,
    width,
    height,
    hasAudio,
    differences,
  } = file;
  return {
    path: showsPaths ? path : null,
    contentUrl: contentUrl?.(jobId, index) ?? null,
    resource: clipResource(jobId, index),
    bytes,
    sha256,
    contentType,
    durationSeconds,
    width,
    height,
    hasAudio,
    verified: differences.length === 0,
  };
}

/** Where the part that came is kept is for those who can go there. */
function reasonView({ showsPaths }: Door, reason: JobReason): JobView['reason'] {
  const { kept: _, ...shown } = reason as JobReason & { readonly kept?: unknown };
  return { code: reason.code, sentence: jobReasonSentence(showsPaths ? reason : (shown as JobReason)) };
}

/** A moment from now, in the time that agents go by. */
function nextLookAt({ clock, parts }: Door, nextAt: string | null): string {
  const untilMs = nextAt === null ? 0 : Date.parse(nextAt) - parts.clock.now();
  return isoOf(clock.now() + Math.min(30_000, Math.max(1000, untilMs)));
}
