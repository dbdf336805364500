import type { DownloadProblem } from '@shotcaller/core';
import type { CallContext } from './call.types.ts';
import type { ContentOptions, ContentStream } from './client.types.ts';
import { withDeadline } from './deadline.ts';
import { jobUrl, resolveUrl } from './endpoint.ts';
import { ContentError } from './errors.ts';
import { type Failure, failureOf } from './failure.ts';
import { readResponse } from './read-answer.ts';
import { discardBody } from './read-body.ts';
import { problemOfStatus } from './retry-download.ts';

/**
 * Opens one file of a finished job, its status and type checked: a 401 in JSON is never handed on as a video. The bytes are not
 * bounded here; the download does that. Throws `ContentError`; rejects with the signal's reason when aborted.
 */
export async function openContent(
  call: CallContext,
  remoteId: string,
  { signal, index = 0, url, rangeStart = 0, ifRange }: ContentOptions,
): Promise<ContentStream> {
  const address = url === undefined ? new URL(jobUrl(call.endpoint, remoteId, index)) : resolveUrl(url, call.endpoint);
  if (!address) throw problem(remoteId, 'foreign_host_refused', 'its address is no URL', { retryable: false });
  // Outlives the deadline below, so that the body can still be stopped by the caller.
  const transfer = new AbortController();
  const stop = () => transfer.abort(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await withDeadline({ clock: call.clock, timeoutMs: call.timeoutMs, signal }, async (inner) => {
      inner.addEventListener('abort', () => transfer.abort(inner.reason), { once: true });
      const { response, url: servedUrl } = await call.get(address, {
        headers: {
          Accept: 'video/mp4, video/*;q=0.9, application/octet-stream;q=0.8',
          // Offsets are of the file, not of a compressed form of it.
          'Accept-Encoding': 'identity',
          ...(rangeStart > 0 && { Range: `bytes=${rangeStart}-` }),
          ...(rangeStart > 0 && ifRange !== undefined && { 'If-Range': ifRange }),
        },
        signal: transfer.signal,
      });
      if (response.status === 416 && rangeStart > 0) {
        discardBody(response);
        throw problem(remoteId, 'damaged', 'the file ends before the part that was asked for', {
          retryable: true,
          httpStatus: 416,
        });
      }
      if (response.status !== 200 && response.status !== 206) throw await statusError(call, remoteId, response);
      return accept(remoteId, response, { rangeStart, servedBy: servedUrl.origin });
    });
  } catch (error) {
    transfer.abort(error);
    if (signal?.aborted || error instanceof ContentError) throw error;
    const failure = failureOf(error, call);
    throw problem(remoteId, problemOf(failure), failure.message, failure);
  }
}

function accept(
  remoteId: string,
  response: Response,
  { rangeStart, servedBy }: { readonly rangeStart: number; readonly servedBy: string },
): ContentStream {
  const { status, headers, body } = response;
  const contentType = (headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase().slice(0, 100);
  const refuse = (why: string) => {
    discardBody(response);
    return problem(remoteId, 'not_a_video', why, { retryable: true, httpStatus: status });
  };
  if (!isVideoType(contentType)) throw refuse(`it came as ${contentType || 'an unnamed type'}, not as a video`);
  if (body === null) throw refuse('the answer has no body');
  const encoding = headers.get('content-encoding');
  const isPlain = encoding === null || encoding === 'identity';
  const range = status === 206 ? contentRange(headers.get('content-range')) : undefined;
  if (status === 206 && (!isPlain || range?.start !== rangeStart))
    throw refuse('it is another part than was asked for');
  return {
    body,
    startsAt: status === 206 ? rangeStart : 0,
    totalBytes: status === 206 ? (range?.total ?? null) : isPlain ? wholeNumber(headers.get('content-length')) : null,
    contentType,
    validator: strongTag(headers.get('etag')) ?? headers.get('last-modified'),
    servedBy,
  };
}

/** What the service sends, other containers, and the type of storage that does not know. The structure is checked later. */
function isVideoType(contentType: string): boolean {
  return (
    contentType.startsWith('video/') || contentType === 'application/octet-stream' || contentType === 'application/mp4'
  );
}

function contentRange(header: string | null): { readonly start: number; readonly total: number | null } | undefined {
  const match = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(header?.trim() ?? '');
  return match ? { start: Number(match[1]), total: match[2] === '*' ? null : Number(match[2]) } : undefined;
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** A weak tag promises the same meaning, not the same bytes. */
function strongTag(tag: string | null): string | null {
  return tag === null || tag.startsWith('W/') ? null : tag;
}

async function statusError(call: CallContext, remoteId: string, response: Response): Promise<ContentError> {
  const answer = await readResponse(response, call);
  const what = problemOfStatus(answer.status);
  const said = answer.error?.message ?? 'no file';
  return problem(remoteId, what, `HTTP ${answer.status}, ${said}`, {
    retryable: what === 'not_ready' || what === 'unavailable',
    ...answer.failed,
  });
}

function problemOf({ kind }: Failure): DownloadProblem {
  return kind === 'connection_failed' ? 'interrupted' : kind;
}

function problem(
  remoteId: string,
  what: DownloadProblem,
  why: string,
  details: ConstructorParameters<typeof ContentError>[3],
): ContentError {
  return new ContentError(`The file of job ${remoteId} could not be fetched: ${why}`, remoteId, what, details);
}
