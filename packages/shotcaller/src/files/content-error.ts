import { ContentError } from '../openrouter/errors.ts';

/** A file of a job that did not come, and why, in words that end its sentence. */
export function contentError(
  remoteId: string,
  problem: ContentError['problem'],
  why: string,
  details: { readonly cause?: unknown; readonly linksTo?: string | undefined } = {},
): ContentError {
  const message = `The file of job ${remoteId} could not be fetched: ${why}.`;
  return new ContentError(message, remoteId, problem, { retryable: problem !== 'too_large', ...details });
}
