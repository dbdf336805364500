import type { CallContext } from './call.types.ts';
import type { GetJobOptions, JobReading } from './client.types.ts';
import { jobUrl, mayCarryKey, resolveUrl } from './endpoint.ts';
import { PollError } from './errors.ts';
import { failureOf } from './failure.ts';
import { idIn, jobIn, parseJobReading } from './job-reading.ts';
import { readAnswer } from './read-answer.ts';
import { shownId } from './remote-id.ts';
import { isPollRetryable } from './retry-poll.ts';
import { parseJson } from './untrusted-json.ts';
import { statusAndMessage } from './wire-error.ts';

/**
 * One poll: of the polling URL, and when that shows no job of this id, of the address made from the id. Throws `PollError`, which
 * says nothing about the job; rejects with the signal's reason when aborted.
 */
export async function readJob(
  call: CallContext,
  remoteId: string,
  { signal, pollingUrl }: GetJobOptions,
): Promise<JobReading> {
  const built = new URL(jobUrl(call.endpoint, remoteId));
  const told = pollingUrl ? resolveUrl(pollingUrl, call.endpoint) : undefined;
  if (!told || !mayCarryKey(told, call.endpoint) || told.href === built.href) {
    return (await readAt(call, remoteId, built, signal)).reading;
  }
  const first = await readAt(call, remoteId, told, signal).catch((error) => {
    // A service that asks to wait is there, and has the job.
    if (error instanceof PollError && error.httpStatus !== 429) return undefined;
    throw error;
  });
  if (first?.isSure) return first.reading;
  try {
    return (await readAt(call, remoteId, built, signal)).reading;
  } catch (error) {
    if (first && error instanceof PollError) return first.reading;
    throw error;
  }
}

interface Read {
  readonly reading: JobReading;
  /** It names this job and comes from the API's own origin. */
  readonly isSure: boolean;
}

async function readAt(call: CallContext, remoteId: string, url: URL, signal?: AbortSignal): Promise<Read> {
  const answer = await readAnswer(call, url, signal).catch((error) => {
    if (signal?.aborted) throw error;
    const failure = failureOf(error, call);
    throw new PollError(`Job ${remoteId} could not be read: ${failure.message}`, remoteId, failure);
  });
  const unread = (why: string, retryable: boolean) =>
    new PollError(`Job ${remoteId} could not be read: ${why}`, remoteId, { retryable, ...answer.failed });
  const reading = parseJobReading(remoteId, answer.text, call);
  const job = jobIn(parseJson(answer.text));
  const named = idIn(job) ?? job?.id ?? null;
  // The file is evidence whatever the status says; that a job failed is not believed of an error.
  const isDelivery = reading?.status === 'completed' && reading.contentUrls.length > 0 && named === remoteId;
  if (answer.error && !isDelivery) {
    throw unread(statusAndMessage(answer.status, answer.error.message), isPollRetryable(answer.status));
  }
  if (!reading) throw unread(`HTTP ${answer.status} with a body that is no job.`, true);
  // Its state and its bill are another job's: nothing follows from them for this one.
  if (named !== null && named !== remoteId) {
    throw unread(`the answer is about another job, ${call.redact(shownId(String(named)))}.`, true);
  }
  return {
    reading: answer.retryAfterMs === undefined ? reading : { ...reading, retryAfterMs: answer.retryAfterMs },
    isSure: named === remoteId && answer.servedBy === call.endpoint.origin,
  };
}
