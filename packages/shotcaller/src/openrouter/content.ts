import type { DownloadProblem } from '@shotcaller/core';
import { withDeadline } from '../outbound/deadline.ts';
import { onAbort } from '../outbound/on-abort.ts';
import { type CallAnswer, hasOwnMemory } from '../outbound/plain-fetch.ts';
import type { CallContext } from './call.types.ts';
import type { ContentOptions, ContentStream } from './client.types.ts';
import { codingsOf, decodedBody } from './content-encoding.ts';
import { isSurelyClip } from './content-kind.ts';
import { jobUrl, resolveUrl } from './endpoint.ts';
import { ContentError } from './errors.ts';
import { type Failure, failureOf } from './failure.ts';
import { peekBody } from './peek-body.ts';
import { readResponse } from './read-answer.ts';
import { discardBody } from './read-body.ts';
import { problemOfStatus } from './retry-download.ts';
import { statusAndMessage } from './wire-error.ts';

/**
 * Opens one file of a finished job, its status checked. What its label says is not looked at: whoever reads looks at the bytes, which
 * are not bounded here. Throws `ContentError`; rejects with the signal's reason when aborted.
 */
export async function openContent(
  call: CallContext,
  remoteId: string,
  { signal, index = 0, url, rangeStart = 0, ifRange }: ContentOptions,
): Promise<ContentStream> {
  const address = url === undefined ? new URL(jobUrl(call.endpoint, remoteId, index)) : resolveUrl(url, call.endpoint);
  if (!address) throw problem(remoteId, 'foreign_host_refused', 'its address is no URL', { retryable: false });
  if (address.protocol === 'data:') return inAnswer(address, call);
  const transfer = new AbortController();
  // Outlives the deadline below, so that the body can still be stopped by the caller. Not `AbortSignal.any`, whose signals stay until all
  // memory is searched, and with them the chunks of the body.
  const release = onAbort(signal, () => transfer.abort(signal?.reason));
  try {
    return await withDeadline({ clock: call.clock, timeoutMs: call.timeoutMs, signal }, async (inner) => {
      inner.addEventListener('abort', () => transfer.abort(inner.reason), { once: true });
      const { response, url: servedUrl } = await call.get(address, {
        headers: {
          Accept: 'video/mp4, video/*;q=0.9, application/octet-stream;q=0.8, */*;q=0.1',
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
      const stream = accept(remoteId, response, {
        rangeStart,
        isServedAtHome: servedUrl.origin === call.endpoint.origin,
        call,
        release,
      });
      if (bodyStatuses.has(response.status)) return stream;
      const { head, body } = await peekBody(stream.body);
      if (isSurelyClip(head)) return { ...stream, body, errorStatus: response.status };
      throw await statusError(call, remoteId, response, body);
    });
  } catch (error) {
    release();
    transfer.abort(error);
    if (signal?.aborted || error instanceof ContentError) throw error;
    const failure = failureOf(error, call);
    throw problem(remoteId, problemOf(failure), failure.message, failure);
  }
}

/** A file that stands in the answer itself, as text: whoever reads unpacks it as any other file that comes as text. */
function inAnswer({ href }: URL, { redact }: CallContext): ContentStream {
  const bytes = Buffer.from(
    href.replaceAll(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  return {
    body: new Blob([bytes]).stream(),
    isOurs: false,
    startsAt: 0,
    totalBytes: bytes.byteLength,
    validator: null,
    isServedAtHome: true,
    redact,
    release: () => undefined,
  };
}

function accept(
  remoteId: string,
  response: CallAnswer,
  {
    rangeStart,
    isServedAtHome,
    call,
    release,
  }: Pick<ContentStream, 'isServedAtHome' | 'release'> & { readonly rangeStart: number; readonly call: CallContext },
): ContentStream {
  const { status, headers, body } = response;
  const codings = codingsOf(headers.get('content-encoding'));
  const range = status === 206 ? contentRange(headers.get('content-range')) : undefined;
  // A part of a coded form cannot be decoded by itself. Who sends all of it as a part means the whole.
  const isRightPart = rangeStart > 0 ? codings.length === 0 && range?.start === rangeStart : (range?.start ?? 0) === 0;
  if (status === 206 && !isRightPart) {
    discardBody(response);
    throw problem(remoteId, 'not_a_video', 'it is another part than was asked for', {
      retryable: true,
      httpStatus: status,
    });
  }
  const isCoded = codings.length > 0;
  return {
    body: body === null ? new Blob([]).stream() : isCoded ? decodedBody(body, codings) : body,
    isOurs: !isCoded && hasOwnMemory(response),
    startsAt: status === 206 ? rangeStart : 0,
    totalBytes: isCoded ? null : status === 206 ? (range?.total ?? null) : wholeNumber(headers.get('content-length')),
    // What is coded cannot be gone on with: offsets would be of the coded form.
    validator: isCoded ? null : (strongTag(headers.get('etag')) ?? headers.get('last-modified')),
    isServedAtHome,
    redact: call.redact,
    release,
  };
}

/** The file, all or a part of it, or a proxy's version of it. */
const bodyStatuses: ReadonlySet<number> = new Set([200, 203, 206]);

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

async function statusError(
  call: CallContext,
  remoteId: string,
  { status, headers }: CallAnswer,
  body: ReadableStream<Uint8Array>,
): Promise<ContentError> {
  const answer = await readResponse({ status, headers, body }, call);
  const what = problemOfStatus(answer.status);
  const said = answer.error?.message ?? 'no file';
  return problem(remoteId, what, statusAndMessage(answer.status, said), {
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
