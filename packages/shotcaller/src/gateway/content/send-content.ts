import { basename } from 'node:path';
import { fileOf, filesOf } from '../../files/job-file.ts';
import { openClip } from '../../files/open-clip.ts';
import { addressesOf } from '../../jobs/content-addresses.ts';
import { decisiveAttempt } from '../../jobs/job-result.ts';
import { ContentError } from '../../openrouter/errors.ts';
import type { JobSnapshot } from '../jobs/wire-status.ts';
import type { RoutesContext } from '../routes-context.ts';
import { sendFile, sendStored } from './send-file.ts';

export type ContentProblem =
  | { readonly kind: 'not_completed' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unavailable'; readonly httpStatus: number };

/** How many files a finished job has here, or is said to have at the service. */
export function fileCount({ attempts }: JobSnapshot): number {
  const { state, file, contentUrls } = decisiveAttempt(attempts);
  return state === 'done' ? filesOf(file).length : Math.max(1, contentUrls.length);
}

/** A file of a job: the verified file, or when it could not be fetched or is no longer here, straight from the service. */
export async function sendContent(
  { jobs, options, noteTrouble }: Pick<RoutesContext, 'jobs' | 'options' | 'noteTrouble'>,
  request: Request,
  snapshot: JobSnapshot,
  index = 0,
): Promise<Response | ContentProblem> {
  const attempt = decisiveAttempt(snapshot.attempts);
  if (attempt.completedAt === null) return { kind: 'not_completed' };
  if (attempt.state !== 'done' && attempt.state !== 'not_fetched') return { kind: 'not_completed' };
  const whole = () => {
    // It decides whether an equal order is a new one, and when the file may be pruned; the client has its clip all the same.
    jobs.handedOver(snapshot).catch((error: unknown) => noteTrouble(snapshot.job.id, error));
  };
  const file = fileOf(attempt.file, index);
  if (file) {
    const { path, sha256, contentType: type = 'video/mp4' } = file;
    const held = { path, sha256, name: basename(path), type };
    const { fileStore } = options;
    const sent = fileStore?.holds(path)
      ? await sendStored(request, fileStore, { ...held, bytes: file.bytes }, whole)
      : await sendFile(request, held, whole);
    if (sent) return sent;
  }
  if (request.method === 'HEAD') return new Response(null, { headers: { 'Content-Type': 'video/mp4' } });
  try {
    const { body, kind } = await openClip(options.parts.client, attempt.remoteId ?? '', {
      urls: addressesOf(attempt, index),
      index,
      signal: request.signal,
    });
    return new Response(body.pipeThrough(noticeEnd(whole)), { headers: { 'Content-Type': kind.mediaType } });
  } catch (error) {
    if (request.signal.aborted) throw error;
    if (error instanceof ContentError && error.problem === 'gone') return { kind: 'gone' };
    const httpStatus = error instanceof ContentError ? error.httpStatus : undefined;
    return { kind: 'unavailable', httpStatus: httpStatus ?? 502 };
  }
}

function noticeEnd(atEnd: () => void): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({ flush: atEnd });
}
