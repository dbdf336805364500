import { withDeadline } from '../outbound/deadline.ts';
import { type CallAnswer, isAsReceived } from '../outbound/plain-fetch.ts';
import type { CallContext } from './call.types.ts';
import { codingsOf, decodedBody } from './content-encoding.ts';
import { hasWholeEvent, isEventStream, jsonTextOf } from './event-stream.ts';
import type { TextAnswer } from './failure.ts';
import { type Body, readErrorText, readText } from './read-body.ts';
import { readRetryAfterMs } from './retry-after.ts';
import { bodyRetrySeconds, parseWireError } from './wire-error.ts';

/** Error bodies are read no further than this. */
const maxErrorBytes = 64 * 1024;

/** Streams of events are read no further than this, which is far: the first one with data is enough. */
const maxEventBytes = 1024 * 1024;

/** GETs a bounded text. An error status is an answer here, not an exception. `servedBy`: the origin that sent it. */
export function readAnswer(
  call: CallContext,
  url: URL,
  signal?: AbortSignal,
): Promise<TextAnswer & { readonly servedBy: string }> {
  return withDeadline({ clock: call.clock, timeoutMs: call.timeoutMs, signal }, async (inner) => {
    const { response, url: served } = await call.get(url, { headers: { Accept: 'application/json' }, signal: inner });
    return { ...(await readResponse(response, call)), servedBy: served.origin };
  });
}

/** Reads the body of any answer and sorts it into success or error. */
export async function readResponse(
  response: CallAnswer,
  { redact, clock, maxBodyBytes }: Pick<CallContext, 'redact' | 'clock' | 'maxBodyBytes'>,
): Promise<TextAnswer> {
  const { status, headers } = response;
  const isSuccess = status >= 200 && status < 300;
  const plain = isAsReceived(response) ? decoded(response) : response;
  const text = isSuccess
    ? jsonTextOf(
        isEventStream(headers)
          ? await readText(plain, Math.min(maxBodyBytes, maxEventBytes), hasWholeEvent)
          : await readText(plain, maxBodyBytes),
      )
    : await readErrorText(plain, maxErrorBytes);
  const retryAfterMs = readRetryAfterMs(
    headers.get('retry-after'),
    isSuccess ? undefined : bodyRetrySeconds(text),
    clock.now(),
    headers.get('date'),
  );
  const retryAfter = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (isSuccess) return { status, headers, text, failed: { httpStatus: status }, ...retryAfter };
  const error = parseWireError(status, text, redact);
  return {
    status,
    headers,
    text,
    error,
    failed: { httpStatus: status, wireError: error, ...retryAfter },
    ...retryAfter,
  };
}

/** Servers and what stands before them compress what nobody asked them to. */
function decoded({ body, headers }: CallAnswer): Body {
  const codings = codingsOf(headers.get('content-encoding'));
  return { body: body && codings.length > 0 ? decodedBody(body, codings) : body };
}
