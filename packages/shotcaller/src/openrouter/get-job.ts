import type { CallContext } from './call.types.ts';
import type { GetJobOptions, JobReading } from './client.types.ts';
import { jobUrl, mayCarryKey, resolveUrl } from './endpoint.ts';
import { PollError } from './errors.ts';
import { failureOf } from './failure.ts';
import { parseJobReading } from './job-reading.ts';
import { readAnswer } from './read-answer.ts';
import { isPollRetryable } from './retry-poll.ts';

/** One poll. Throws `PollError`, which says nothing about the job; rejects with the signal's reason when aborted. */
export async function readJob(
  call: CallContext,
  remoteId: string,
  { signal, pollingUrl }: GetJobOptions,
): Promise<JobReading> {
  const answer = await readAnswer(call, pollAddress(call, remoteId, pollingUrl), signal).catch((error) => {
    if (signal?.aborted) throw error;
    const failure = failureOf(error, call);
    throw new PollError(`Job ${remoteId} could not be read: ${failure.message}`, remoteId, failure);
  });
  if (answer.error) {
    throw new PollError(`Job ${remoteId} could not be read: HTTP ${answer.status}, ${answer.error.message}`, remoteId, {
      retryable: isPollRetryable(answer.status),
      ...answer.failed,
    });
  }
  const reading = parseJobReading(remoteId, answer.text, call);
  if (!reading) {
    throw new PollError(
      `Job ${remoteId} could not be read: HTTP ${answer.status} with a body that is no job.`,
      remoteId,
      {
        retryable: true,
        ...answer.failed,
      },
    );
  }
  return answer.retryAfterMs === undefined ? reading : { ...reading, retryAfterMs: answer.retryAfterMs };
}

/** A polling URL is followed on the API's own origin; on any other the address is built from the id. */
function pollAddress({ endpoint }: CallContext, remoteId: string, pollingUrl: string | null | undefined): URL {
  const url = pollingUrl ? resolveUrl(pollingUrl, endpoint) : undefined;
  return url && mayCarryKey(url, endpoint) ? url : new URL(jobUrl(endpoint, remoteId));
}
