import { isoOf } from '../../iso-time.ts';
import { isTerminal } from '../../jobs/job.ts';
import { resultOf } from '../../jobs/job-result.ts';
import type { JobSnapshot } from '../jobs/wire-status.ts';
import { localCaller, maySee } from '../keys/caller.ts';
import { callerOf } from '../keys/client-keys.ts';
import type { GatewayContext, RoutesContext } from '../routes-context.ts';
import { openView, sealView, type View } from '../views/view-token.ts';
import type { ViewAnswer } from './addresses/views.ts';
import { openViewAddresses, viewAddresses } from './addresses/views.ts';
import { ApiProblem, notFound, shareUsed } from './errors.ts';
import type { OwnApp } from './routes.ts';
import { sendClip } from './send-clip.ts';
import { serve } from './serve.ts';

/** Links that show one comparison: made by whoever may see its jobs. */
export function viewRoutes(app: OwnApp, context: RoutesContext): void {
  const { options, jobs } = context;
  serve(app, context, viewAddresses, {
    async 'POST /v1/views'(c, { body: { jobs: ids, expiresInSeconds } }) {
      const caller = c.get('caller');
      for (const id of ids) {
        const snapshot = await jobs.find(id);
        if (!snapshot || !maySee(caller, snapshot.job.owner)) throw notFound('One of these jobs');
      }
      const expiresAtMs = options.clock.now() + expiresInSeconds * 1000;
      const view = { jobIds: ids, expiresAtMs, keySha256: caller.keySha256 ?? null };
      const token = await sealView(options, view);
      return { token, path: `/#/view/${token}`, expiresAt: isoOf(expiresAtMs) };
    },
  });
}

/** What such a link shows. It asks for no key, and nothing but these two addresses takes its token. */
export function openViewRoutes(app: OwnApp, context: RoutesContext): void {
  serve(app, context, openViewAddresses, {
    async 'GET /v1/views/{id}'(c, { id }) {
      return within(c, context, id, async (view) => {
        const snapshots = await Promise.all(view.jobIds.map((jobId) => snapshotOf(context, jobId)));
        return viewAnswer(view, snapshots, id);
      });
    },

    async 'GET /v1/views/{id}/content'(c, { id, query: { take, index } }) {
      return within(c, context, id, async ({ jobIds }) => {
        const jobId = jobIds[take - 1];
        if (jobId === undefined) throw notFound('That take');
        return sendClip(c, context, await snapshotOf(context, jobId), index);
      });
    },
  });
}

/** Reads within the share of those who look, which is not that of the key: a link that went round must not shut its owner out. */
async function within<Answer>(
  c: GatewayContext,
  { options, shares }: RoutesContext,
  token: string,
  answer: (view: View) => Promise<Answer>,
): Promise<Answer> {
  const { ledger, clock, mode } = options;
  const view = await openView(options, token);
  if (!view) throw notFound('That link');
  const key = view.keySha256 === null ? undefined : await ledger.clientKey(view.keySha256);
  // A server that asks for keys knows no links without one, and none of a key that was revoked.
  const caller = key ? callerOf(key) : mode === 'local' && view.keySha256 === null ? localCaller : undefined;
  if (!caller) throw notFound('That link');
  if (view.expiresAtMs <= clock.now()) {
    throw new ApiProblem(410, {
      code: 'view_expired',
      message: 'This link has expired. Ask whoever sent it for another one.',
    });
  }
  const share = shares.enter(`looking at ${caller.owner}`);
  if (!share) throw shareUsed('Too many people are viewing this comparison. Try again in a moment.');
  c.set('caller', { ...caller, seesAll: false });
  c.set('share', share);
  try {
    return await answer(view);
  } finally {
    share.leave();
  }
}

async function snapshotOf({ jobs }: RoutesContext, id: string): Promise<JobSnapshot> {
  const snapshot = await jobs.find(id);
  if (!snapshot) throw notFound('One of these jobs');
  return snapshot;
}

function viewAnswer({ expiresAtMs }: View, snapshots: readonly JobSnapshot[], token: string): ViewAnswer {
  return {
    expiresAt: isoOf(expiresAtMs),
    prompt: snapshots[0]?.clip.prompt ?? null,
    takes: snapshots.map(({ job, attempts }, at) => {
      const { files, model, status } = resultOf(job, attempts);
      return {
        number: at + 1,
        model,
        status,
        ended: isTerminal(status),
        clips: files.map(({ contentType = 'video/mp4', durationSeconds, width, height }, index) => ({
          contentUrl: `/v1/views/${token}/content?take=${at + 1}${index === 0 ? '' : `&index=${index}`}`,
          contentType,
          durationSeconds,
          width,
          height,
        })),
      };
    }),
  };
}
