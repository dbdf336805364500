import { basename } from 'node:path';
import { decisiveAttempt } from '../../jobs/job-result.ts';
import { ContentError } from '../../openrouter/errors.ts';
import type { JobSnapshot } from '../jobs/wire-status.ts';
import type { RoutesContext } from '../routes-context.ts';
import { sendFile } from './send-file.ts';

export type ContentProblem =
  | { readonly kind: 'not_completed' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unavailable'; readonly httpStatus: number };

/** The clip of a job: the verified file, or when it could not be fetched or is no longer here, straight from the service. */
export async function sendContent(
  { jobs, options }: Pick<RoutesContext, 'jobs' | 'options'>,
  request: Request,
  snapshot: JobSnapshot,
): Promise<Response | ContentProblem> {
  const attempt = decisiveAttempt(snapshot.attempts);
  if (attempt.completedAt === null) return { kind: 'not_completed' };
  if (attempt.state !== 'done' && attempt.state !== 'gave_up_watching') return { kind: 'not_completed' };
  const whole = () => void jobs.handedOver(snapshot).catch(() => undefined);
  if (attempt.state === 'done' && attempt.file) {
    const { path, sha256 } = attempt.file;
    const held = await sendFile(request, { path, sha256, name: basename(path), type: 'video/mp4' }, whole);
    if (held) return held;
  }
  if (request.method === 'HEAD') return new Response(null, { headers: { 'Content-Type': 'video/mp4' } });
  try {
    const [url] = attempt.contentUrls;
    const { body, contentType } = await options.parts.client.content(attempt.remoteId ?? '', {
      signal: request.signal,
      ...(url !== undefined && { url }),
    });
    return new Response(body.pipeThrough(noticeEnd(whole)), { headers: { 'Content-Type': videoType(contentType) } });
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

/** Storage that does not know better says octet-stream; clients demand a video type. */
function videoType(contentType: string): string {
  return contentType.startsWith('video/') ? contentType : 'video/mp4';
}
