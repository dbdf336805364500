import type { JobReading, WireClient } from '../../openrouter/client.types.ts';
import { isVideoAnyhow } from '../../openrouter/content-kind.ts';
import { ContentError } from '../../openrouter/errors.ts';
import { withDeadline } from '../../outbound/deadline.ts';
import { fileAddresses } from '../content-addresses.ts';
import type { StepContext } from './step-context.ts';

/** Most looks at one address while none comes to an end: an answer that was slow once must not make a failure of a clip that was billed. */
const mostLooks = 3;

/** Longest that one address is asked, in milliseconds: the poll itself has been answered. */
const longestLookMs = 10_000;

/** Nobody can tell yet whether a job that has ended without its clip left one. */
export class FileUndecided extends Error {
  constructor(
    readonly reading: JobReading,
    cause: unknown,
  ) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `The service says "${reading.remoteStatus}" and bills the job; whether its clip is there could not be seen (${why}).`,
      { cause },
    );
    this.name = 'FileUndecided';
  }
}

/**
 * The reading, as completed where a video can be had, whatever its word says: a service that names a file, or a bill beside a word that
 * nobody knows or beside a failure, is asked for the beginning of the file. `isLast`: a word that nobody knows is looked into in any case.
 *
 * @throws {FileUndecided} The job has ended by its word, and no look at an address came to an end.
 */
export async function withFileFound(
  { clock }: Pick<StepContext, 'clock'>,
  client: Pick<WireClient, 'content'>,
  reading: JobReading,
  { isLast, signal }: { readonly isLast: boolean; readonly signal?: AbortSignal | undefined },
): Promise<JobReading> {
  if (!mayHaveFile(reading, isLast)) return reading;
  const [first = []] = fileAddresses(reading);
  let unseen: unknown;
  for (const url of [...[first].flat(), undefined]) {
    const look = () =>
      withDeadline({ clock, timeoutMs: longestLookMs, signal }, (inner) =>
        isVideoThere(client, reading.remoteId, url, inner),
      );
    const seen = await lookedAt(look, signal);
    if (seen.isThere) return { ...reading, status: 'completed' };
    if ('error' in seen) unseen = seen.error;
  }
  if (unseen !== undefined && hasEnded(reading)) throw new FileUndecided(reading, unseen);
  return reading;
}

function hasEnded({ status }: JobReading): boolean {
  return status === 'failed' || status === 'cancelled' || status === 'expired';
}

/** What a look finds. One that comes to no end is repeated; one that is refused for good is not. */
async function lookedAt(
  look: () => Promise<boolean>,
  signal: AbortSignal | undefined,
): Promise<{ readonly isThere: boolean } | { readonly isThere: false; readonly error: unknown }> {
  let unseen: unknown;
  for (let looks = 1; looks <= mostLooks; looks += 1) {
    try {
      return { isThere: await look() };
    } catch (error) {
      if (signal?.aborted) throw error;
      if (error instanceof ContentError && !error.retryable) return { isThere: false };
      unseen = error;
    }
  }
  return { isThere: false, error: unseen };
}

function mayHaveFile({ status, costUsd, contentUrls, signedUrls }: JobReading, isLast: boolean): boolean {
  if (status === 'completed') return false;
  if (contentUrls.length > 0 || signedUrls.length > 0) return true;
  if (status === 'pending' || status === 'in_progress') return false;
  return (costUsd !== null && costUsd !== '0') || (isLast && status === 'running_unknown_word');
}

async function isVideoThere(
  client: Pick<WireClient, 'content'>,
  remoteId: string,
  url: string | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  const { body } = await client.content(remoteId, { ...(url !== undefined && { url }), signal });
  const reader = body.getReader();
  try {
    let head = Buffer.alloc(0);
    while (head.length < leastBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      head = Buffer.concat([head, value]);
    }
    return isVideoAnyhow(head);
  } finally {
    void reader.cancel().catch(() => {});
  }
}

/** So many bytes tell a video from a text, packed or not. */
const leastBytes = 1024;
