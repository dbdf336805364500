import type { Hono } from 'hono';
import { isTerminal, type AttemptState, openStates, terminalStates } from '../../jobs/job.ts';
import type { DetachAnswer, Job, JobsAnswer } from '../api.types.ts';
import { sendContent } from '../content/send-content.ts';
import { sendFile } from '../content/send-file.ts';
import { type Door, type GatewayContext, type GatewayEnvironment, jobsNow, unknownMayRecover } from '../door.ts';
import type { EventHub } from '../events/hub.ts';
import { maySee } from '../keys/caller.ts';
import type { Metrics } from '../metrics.ts';
import { type Snapshot, speakerOf } from '../orders/snapshot.ts';
import { ApiProblem, notFound, readBody, readQuery } from './errors.ts';
import { eventViews, jobView } from './job-view.ts';
import { placeRun } from './place-run.ts';
import { requirementsView } from './requirements-view.ts';
import { jobsQuerySchema, resumeSchema, runSchema } from './schemas.ts';

/** `/v1/jobs`: buying, looking, going on, letting go, fetching. */
export function jobRoutes(app: Hono<GatewayEnvironment>, door: Door, hub: EventHub, metrics: Metrics): void {
  const { options, desk, limits } = door;
  const place = placeRun(door, metrics);

  app.post('/jobs', async (c) => {
    const { snapshot, repeated } = await place(c, await readBody(c, runSchema, limits.maxBodyBytes));
    return c.json(view(snapshot), repeated ? 200 : 202, repeated ? { 'X-Shotcaller-Repeated': 'true' } : {});
  });

  app.get('/jobs', async (c) => c.json(await list(c)));

  app.get('/jobs/:id', async (c) => {
    const snapshot = await own(c);
    const order = await options.ledger.order(snapshot.order.id);
    const events = await options.ledger.events({ orderId: snapshot.order.id });
    const job: Job = {
      ...view(snapshot),
      requirements: requirementsView(order?.requirements),
      events: eventViews(events),
    };
    return c.json(job);
  });

  app.post('/jobs/:id/resume', async (c) => {
    const snapshot = await own(c);
    const hasBody = c.req.header('content-type') !== undefined;
    const { watchSeconds } = hasBody ? await readBody(c, resumeSchema, 10_000) : {};
    await desk.watch(snapshot.order.id, watchSeconds);
    return c.json(view((await desk.find(snapshot.order.id)) ?? snapshot), 202);
  });

  app.post('/jobs/:id/detach', async (c) => {
    const { order } = await own(c);
    await desk.letGo(order.id);
    const snapshot = (await desk.find(order.id))!;
    const answer: DetachAnswer = {
      job: view(snapshot),
      cancelled: false,
      message: speakerOf(snapshot).remoteId
        ? 'Nobody watches it here any more. The service has no way to cancel: the clip is made and the bill may come. Resume to fetch it.'
        : 'Nobody watches it here any more.',
    };
    return c.json(answer);
  });

  app.get('/jobs/:id/content', async (c) => {
    const snapshot = await own(c);
    const sent = await sendContent(door, c.req.raw, snapshot);
    if (sent instanceof Response) return sent;
    throw {
      not_completed: new ApiProblem(409, { code: 'not_completed', message: 'The clip is not finished.' }),
      gone: new ApiProblem(410, {
        code: 'content_gone',
        message: 'The service no longer has the clip, and it was not fetched in time.',
      }),
      unavailable: new ApiProblem(502, {
        code: 'content_unavailable',
        message: 'The service did not hand out the clip.',
      }),
    }[sent.kind];
  });

  app.get('/jobs/:id/sidecar', async (c) => {
    const snapshot = await own(c);
    const { file } = speakerOf(snapshot);
    const path = file && `${file.path}.json`;
    const sent =
      path &&
      (await sendFile(c.req.raw, {
        path,
        sha256: `sidecar-${file.sha256}`,
        name: 'sidecar.json',
        type: 'application/json',
      }));
    if (!sent) throw notFound('A sidecar of this job');
    return sent;
  });

  function view(snapshot: Snapshot): Job {
    return jobView(snapshot, {
      nowMs: jobsNow(options),
      unknownMayRecover: unknownMayRecover(door, snapshot),
      showsPaths: options.mode === 'local',
      ...hub.latest(snapshot.order.id),
    });
  }

  /** The order, if it is the caller's. Somebody else's is answered like one that does not exist. */
  async function own(c: GatewayContext): Promise<Snapshot> {
    const id = c.req.param('id') ?? '';
    const snapshot = id.length <= 512 ? await desk.find(id) : undefined;
    if (!snapshot || !maySee(c.get('caller'), snapshot.record?.owner)) throw notFound('That job');
    c.set('jobId', snapshot.order.id);
    return snapshot;
  }

  async function list(c: GatewayContext): Promise<JobsAnswer> {
    const { status, model, since, limit, cursor } = readQuery(c, jobsQuerySchema);
    const caller = c.get('caller');
    const mine = caller.seesAll ? undefined : await options.records.jobIdsOf(caller.owner);
    const states = status === undefined ? undefined : statesOf(status);
    const jobs = await options.ledger.jobs({
      limit: 100_000,
      ...(states && { states }),
      ...(since !== undefined && { since }),
      ...(mine && { orderIds: [...mine] }),
    });
    const wanted = jobs.filter((job) => model === undefined || job.model === model);
    const ids = [...new Set(wanted.map(({ orderId }) => orderId))];
    const start = cursor === undefined ? 0 : await startAfter(c, cursor, wanted, ids);
    const page = ids.slice(start, start + limit);
    const found = await Promise.all(page.map((id) => desk.find(id)));
    return {
      jobs: found.filter((snapshot) => snapshot !== undefined).map(view),
      nextCursor: start + limit < ids.length ? (page.at(-1) ?? null) : null,
    };
  }

  /** Where the page after an order begins, also when that order is no longer among those that are asked for. */
  async function startAfter(
    c: GatewayContext,
    cursor: string,
    jobs: readonly { readonly id: string; readonly orderId: string; readonly createdAt: string }[],
    ids: readonly string[],
  ): Promise<number> {
    const place = ids.indexOf(cursor);
    if (place >= 0) return place + 1;
    const snapshot = await desk.find(cursor);
    const last = snapshot && maySee(c.get('caller'), snapshot.record?.owner) ? snapshot.jobs.at(-1) : undefined;
    if (!last) {
      throw new ApiProblem(400, {
        code: 'cursor_unknown',
        message: 'There is no such cursor. Give nextCursor as it was answered, or none for the first page.',
      });
    }
    const next = jobs.find(
      ({ createdAt, id }) => createdAt < last.createdAt || (createdAt === last.createdAt && id < last.id),
    );
    return next ? ids.indexOf(next.orderId) : ids.length;
  }
}

function statesOf(text: string): readonly AttemptState[] {
  const unfinished = ['planned', 'reserved', 'downloading', ...openStates] as const;
  return text.split(',').flatMap((word): readonly AttemptState[] => {
    if (word === 'open') return unfinished;
    if (word === 'ended') return terminalStates;
    const state = word as AttemptState;
    if ((unfinished as readonly string[]).includes(word) || isTerminal(state)) return [state];
    throw new ApiProblem(400, { code: 'status_unknown', message: `There is no status ${word.slice(0, 40)}.` });
  });
}
