import { fileCount, sendContent } from '../content/send-content.ts';
import { withinDownloads } from '../guards/downloads.ts';
import type { JobSnapshot } from '../jobs/wire-status.ts';
import type { GatewayContext, RoutesContext } from '../routes-context.ts';
import { ApiProblem, notFound, shareUsed } from './errors.ts';

/** A file of a job within the caller's share of downloads, or why it cannot be had. */
export async function sendClip(
  c: GatewayContext,
  context: RoutesContext,
  snapshot: JobSnapshot,
  of: { readonly index: number; readonly isShown?: boolean },
): Promise<Response> {
  const { index } = of;
  if (index > 0 && index >= fileCount(snapshot)) throw notFound('That file');
  const sent = await withinDownloads(c, context, () => sendContent(c, context, snapshot, of));
  if (sent instanceof Response) return sent;
  if (sent === 'no_place_left') throw shareUsed('Too many downloads of this key are under way.');
  throw {
    not_completed: new ApiProblem(409, { code: 'not_completed', message: 'The clip is not ready yet.' }),
    gone: new ApiProblem(410, {
      code: 'content_gone',
      message: 'OpenRouter no longer has the clip, and it was not downloaded in time.',
    }),
    unavailable: new ApiProblem(502, {
      code: 'content_unavailable',
      message: 'OpenRouter did not deliver the clip. Try again; that buys nothing.',
    }),
  }[sent.kind];
}
