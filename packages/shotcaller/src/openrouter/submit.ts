import { TimedOutError, withDeadline } from '../outbound/deadline.ts';
import type { CallFetch } from '../outbound/plain-fetch.ts';
import type { CallContext } from './call.types.ts';
import type { SubmitOptions, SubmitOutcome } from './client.types.ts';
import { shownLine } from './content-kind.ts';
import { mayCarryKey, resolveUrl } from './endpoint.ts';
import { failureOf, type TextAnswer } from './failure.ts';
import { holdsNoSecret, idIn, isLiveJob, jobIn } from './job-reading.ts';
import { readResponse } from './read-answer.ts';
import { createRedact, type Redact } from './redact.ts';
import { isRemoteId, shownId } from './remote-id.ts';
import { judgeSubmitAnswer, type SubmitVerdict } from './retry-submit.ts';
import { wasNeverSent } from './transport-failure.ts';
import { asObject, asText, parseJson } from './untrusted-json.ts';
import { bodySaysFinal, statusAndMessage } from './wire-error.ts';
import type { WireError } from './wire-error.types.ts';

export interface SubmitContext extends CallContext {
  readonly fetch: CallFetch;
  readonly homeHeaders: Readonly<Record<string, string>>;
  readonly secrets: readonly (string | undefined)[];
}

type Unknown = Extract<SubmitOutcome, { kind: 'unknown' }>;

/**
 * One POST. A purchase: nothing in here sends it twice, no redirect is followed, and whatever does not prove the opposite counts
 * as "a job may exist". Throws before the request is started only: aborted already, or a body that is no JSON.
 */
export async function submitOnce(
  context: SubmitContext,
  body: unknown,
  { signal, idempotencyKey }: SubmitOptions,
): Promise<SubmitOutcome> {
  const text = JSON.stringify(body);
  if (text === undefined) throw new TypeError('The request body is not JSON.');
  // Servers quote what they refuse.
  const redact = createRedact([...context.secrets, asText(asObject(body)?.prompt)]);
  signal?.throwIfAborted();
  let httpStatus: number | undefined;
  const onStatus = (status: number) => {
    httpStatus = status;
  };
  try {
    const headers = idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey };
    const answer = await postOnce({ ...context, redact }, '/videos', { text, headers, signal, onStatus });
    return readOutcome(answer, context, redact);
  } catch (error) {
    return outcomeOfFailure(error, { context, redact, httpStatus, isAborted: signal?.aborted === true });
  }
}

/** One POST of JSON, never repeated and never redirected. `onStatus` hears when an answer has begun. */
export function postOnce(
  context: SubmitContext,
  path: string,
  {
    text,
    headers = {},
    signal,
    onStatus,
  }: {
    readonly text: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly signal: AbortSignal | undefined;
    readonly onStatus: (httpStatus: number) => void;
  },
): Promise<TextAnswer> {
  const { endpoint, homeHeaders, clock, timeoutMs } = context;
  return withDeadline({ clock, timeoutMs, signal }, async (inner) => {
    const response = await context.fetch(`${endpoint.baseUrl}${path}`, {
      method: 'POST',
      redirect: 'manual',
      signal: inner,
      headers: { ...homeHeaders, 'Content-Type': 'application/json', Accept: 'application/json', ...headers },
      body: text,
    });
    onStatus(response.status);
    return readResponse(response, context);
  });
}

export function verdictOf({ text }: TextAnswer, error: WireError): SubmitVerdict {
  const saidByService = error.shape === 'envelope' || error.shape === 'zod';
  return judgeSubmitAnswer({ ...error, saysFinal: bodySaysFinal(text), saidByService });
}

function readOutcome(answer: TextAnswer, { endpoint }: SubmitContext, redact: Redact): SubmitOutcome {
  if (answer.error) return outcomeOfError(answer, answer.error, redact);
  const job = jobIn(parseJson(answer.text));
  const remoteId = idIn(job);
  if (remoteId === undefined) {
    const detail = `HTTP ${answer.status} without a job id${shownAnswer(answer.text, redact)}`;
    return unknown('unreadable_answer', detail, answer.status);
  }
  if (!isRemoteId(remoteId)) {
    const detail = `HTTP ${answer.status} with a job id that cannot be used: ${redact(shownId(remoteId), 300)}`;
    return unknown('unreadable_answer', detail, answer.status);
  }
  const pollingUrl = asText(job?.polling_url);
  const resolved = pollingUrl === undefined ? undefined : resolveUrl(pollingUrl, endpoint);
  return {
    kind: 'accepted',
    remoteId,
    pollingUrl: resolved && mayCarryKey(resolved, endpoint) && holdsNoSecret(resolved, redact) ? resolved.href : null,
    status: redact(asText(job?.status) ?? 'pending', 100),
  };
}

function outcomeOfError(answer: TextAnswer, error: WireError, redact: Redact): SubmitOutcome {
  const { status, retryAfterMs } = answer;
  const verdict = verdictOf(answer, error);
  // A job in the body is evidence, whatever the status says.
  if (verdict === 'unknown' || isLiveJob(jobIn(parseJson(answer.text)))) {
    const cause = status === 408 ? 'timed_out' : status >= 500 ? 'server_error' : 'unexpected_status';
    const named = namedIds(answer.text, redact);
    return { ...unknown(cause, `${statusAndMessage(status, error.message)}${named}`, status), error };
  }
  return {
    kind: 'refused',
    httpStatus: status,
    error,
    repeat: verdict === 'refused_for_now' ? 'after_wait' : 'no',
    ...(verdict === 'never_arrived' && { neverArrived: true }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

/** How an answer begins in which no id was found: one may stand there all the same, and it is the way to what was bought. */
function shownAnswer(text: string, redact: Redact): string {
  const line = shownLine(text.trim(), redact);
  return line === '' ? ', and without a word' : `. It says: ${line}`;
}

/** The id that an error tells beside it. It may be of the request or of the job: a person can try it. */
function namedIds(text: string, redact: Redact): string {
  const body = asObject(parseJson(text));
  const named = idIn(jobIn(body)) ?? asText(body?.job_id) ?? asText(asObject(body?.error)?.id);
  return named === undefined ? '' : `. It names the id ${redact(shownId(named), 300)}`;
}

interface FailureContext {
  readonly context: SubmitContext;
  readonly redact: Redact;
  readonly httpStatus: number | undefined;
  readonly isAborted: boolean;
}

function outcomeOfFailure(error: unknown, { context, redact, httpStatus, isAborted }: FailureContext): SubmitOutcome {
  const { message, kind } = failureOf(error, { endpoint: context.endpoint, redact });
  if (error instanceof TimedOutError) return unknown('timed_out', message, httpStatus);
  if (isAborted) return unknown('aborted', 'Stopped while waiting for the answer.', httpStatus);
  if (httpStatus === undefined && wasNeverSent(error)) return { kind: 'not_sent', detail: message };
  if (httpStatus === undefined) return unknown('connection_failed', message);
  const what = kind === 'too_large' ? message : 'the answer broke off';
  return unknown('unreadable_answer', `HTTP ${httpStatus}, but ${what}`, httpStatus);
}

function unknown(cause: Unknown['cause'], detail: string, httpStatus?: number): Unknown {
  return { kind: 'unknown', cause, detail, ...(httpStatus !== undefined && { httpStatus }) };
}
