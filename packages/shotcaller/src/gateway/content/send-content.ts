import { basename } from 'node:path';
import { fileOf, filesOf } from '../../files/job-file.ts';
import { openClip } from '../../files/open-clip.ts';
import { addressesOf } from '../../jobs/content-addresses.ts';
import { decisiveAttempt } from '../../jobs/job-result.ts';
import { ContentError } from '../../openrouter/errors.ts';
import type { JobSnapshot } from '../jobs/wire-status.ts';
import type { GatewayContext, RoutesContext } from '../routes-context.ts';
import { sendFile, sendStored } from './send-file.ts';
import type { Span } from './spans.ts';

export type ContentProblem =
  | { readonly kind: 'not_completed' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unavailable'; readonly httpStatus: number };

/** How many files a finished job has here, or is said to have at the service. */
export function fileCount({ attempts }: JobSnapshot): number {
  const { state, file, contentUrls } = decisiveAttempt(attempts);
  return state === 'done' ? filesOf(file).length : Math.max(1, contentUrls.length);
}

/** How long headers are under way before the first byte of a clip. Milliseconds. */
const headersAloneMs = 10;

/**
 * A file of a job: the verified file, or when it could not be fetched or is no longer here, straight from the service. `isShown`: it is
 * only shown to somebody, and handed over to nobody.
 */
export async function sendContent(
  c: GatewayContext,
  { options, handOvers }: Pick<RoutesContext, 'options' | 'handOvers'>,
  snapshot: JobSnapshot,
  { index = 0, isShown = false }: { readonly index?: number; readonly isShown?: boolean } = {},
): Promise<Response | ContentProblem> {
  const request = c.req.raw;
  const attempt = decisiveAttempt(snapshot.attempts);
  if (attempt.completedAt === null) return { kind: 'not_completed' };
  if (attempt.state !== 'done' && attempt.state !== 'not_fetched') return { kind: 'not_completed' };
  const outputs = fileCount(snapshot);
  const follow = (span: Span, bytes: number | null) =>
    isShown ? () => undefined : handOvers.follow(c, snapshot, { output: index, outputs, span, bytes });
  const file = fileOf(attempt.file, index);
  if (file) {
    const { path, sha256, contentType: type = 'video/mp4' } = file;
    const held = { path, sha256, name: basename(path), type };
    const { fileStore } = options;
    const sent = fileStore?.holds(path)
      ? await sendStored(request, fileStore, { ...held, bytes: file.bytes }, follow)
      : await sendFile(request, held, {
          follow,
          ...(c.env?.outgoing && { headersFirst: () => options.clock.sleep(headersAloneMs) }),
        });
    if (sent) return sent;
  }
  if (request.method === 'HEAD') return new Response(null, { headers: { 'Content-Type': 'video/mp4' } });
  try {
    const { body, kind } = await openClip(options.parts.client, attempt.remoteId ?? '', {
      urls: addressesOf(attempt, index),
      index,
      signal: request.signal,
    });
    const flush = follow({ first: 0, last: 0 }, null);
    return new Response(body.pipeThrough(new TransformStream({ flush })), {
      headers: { 'Content-Type': kind.mediaType },
    });
  } catch (error) {
    if (request.signal.aborted) throw error;
    if (error instanceof ContentError && error.problem === 'gone') return { kind: 'gone' };
    const httpStatus = error instanceof ContentError ? error.httpStatus : undefined;
    return { kind: 'unavailable', httpStatus: httpStatus ?? 502 };
  }
}
